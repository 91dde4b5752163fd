#!/usr/bin/env bash
# Projects and solutions of Visual Studio, and the logs that their builds leave.
. "$(dirname "$0")/common.sh"

# project FILE SOURCE [LINK-METADATA [TOOLSET]]
project() {
	cat >"$1" <<END
<Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
  <Import Project="\$(VCTargetsPath)\Microsoft.Cpp.Default.props" />
  <PropertyGroup>
    <ConfigurationType>Driver</ConfigurationType>
    <PlatformToolset>${4-WindowsKernelModeDriver10.0}</PlatformToolset>
  </PropertyGroup>
  <ItemDefinitionGroup>
    <Link>${3-}</Link>
    <ClCompile>
      <PreprocessorDefinitions>\$(LampDefines);%(PreprocessorDefinitions)</PreprocessorDefinitions>
    </ClCompile>
  </ItemDefinitionGroup>
  <ItemGroup><ClCompile Include="$2" /></ItemGroup>
</Project>
END
}

# Lines in UTF-16, as MSBuild writes its logs.
log() {
	printf '\377\376'
	printf '%s\r\n' "$@" | iconv -f UTF-8 -t UTF-16LE
}

mkdir -p all/lamp all/bell all/user
cat >all/lamp/lamp.c <<'END'
#ifdef BRIGHT
int LampBright(void) { return 1; }
#endif
#pragma code_seg("_PAGE")
int LampOn(void) { return 2; }
END
echo 'typedef int TONE;' >all/bell/bell.h
printf '#include "Bell.H"\nTONE BellRing(void) { return 1; }\n' >all/bell/bell.c
echo 'int UserMain(void) { return 1; }' >all/user/user.cpp
project all/lamp/lamp.vcxproj 'lamp.c'
project all/bell/bell.vcxproj 'Bell.C'
project all/user/user.vcxproj 'user.cpp' '' WindowsUserModeDriver10.0

# ---- one project, a directory, solutions -------------------------------------
run any all/lamp/lamp.vcxproj
out_has '1 function'
run any all/bell/bell.vcxproj # a header in another case, below a relative path
out_has '0 unresolved headers'
run 0 facts all/bell/bell.vcxproj --dump
out_has '"all/bell/bell.h"' # and as the user would name it
run any all
out_has '2 projects'
err_has 'user.vcxproj: skipped:'

cat >all/all.sln <<'END'
Microsoft Visual Studio Solution File, Format Version 12.00
Project("{8BC9CEB8-8B4A-11D0-8D11-00A0C91BC942}") = "lamp", "lamp\lamp.vcxproj", "{11111111-1111-1111-1111-111111111111}"
EndProject
Project("{8BC9CEB8-8B4A-11D0-8D11-00A0C91BC942}") = "bell", "bell\bell.vcxproj", "{22222222-2222-2222-2222-222222222222}"
EndProject
END
cat >all/all.slnx <<'END'
<Solution>
  <Project Path="lamp/lamp.vcxproj" />
  <Folder Name="/more/"><Project Path="Bell\bell.vcxproj" /></Folder>
</Solution>
END
run any all/all.sln
out_has '2 projects'
run any all/all.slnx
out_has '2 projects'

# ---- Directory.Build.props speaks for all projects below ---------------------
cat >all/Directory.Build.props <<'END'
<Project><PropertyGroup><LampDefines>BRIGHT=1</LampDefines></PropertyGroup></Project>
END
run any all/lamp/lamp.vcxproj
out_has '2 functions'
rm all/Directory.Build.props

# ---- what the linker is told -------------------------------------------------
# The kit merges _PAGE into PAGE, unless the project has it otherwise.
run any all/lamp/lamp.vcxproj
out_has '1 pageable'
project all/lamp/lamp.vcxproj 'lamp.c' '<MergeSections>_PAGE=.text</MergeSections>'
run any all/lamp/lamp.vcxproj
out_has '0 pageable'
project all/lamp/lamp.vcxproj 'lamp.c' \
	'<SpecifySectionAttributes>PAGE,!P</SpecifySectionAttributes>'
run any all/lamp/lamp.vcxproj
out_has '0 pageable'
project all/lamp/lamp.vcxproj 'lamp.c'

# ---- libraries -----------------------------------------------------------------
# lamp links bulb.lib, into which wire.lib is put; glow says nowhere what it is.
library() { # NAME [LIB-METADATA]
	mkdir -p "joined/$1"
	echo "int $1(void) { return 1; }" >"joined/$1/$1.c"
	project "joined/$1/$1.vcxproj" "$1.c"
	sed -i "s,>Driver<,>StaticLibrary<,; s,<Link></Link>,<Lib>${2-}</Lib>," \
		"joined/$1/$1.vcxproj"
}
mkdir -p joined/lamp joined/glow
library wire
library bulb '<AdditionalDependencies>..\\out\\wire.lib</AdditionalDependencies>'
echo 'int LampOn(void) { return 1; }' >joined/lamp/lamp.c
project joined/lamp/lamp.vcxproj lamp.c \
	'<AdditionalDependencies>bulb.lib</AdditionalDependencies>'
run any joined
out_has ' 1 project, 3 files'
cat >joined/glow/glow.c <<'END'
#include <ntddk.h>
int Glow(void) { return 1; }
END
cat >joined/glow/glow.vcxproj <<'END'
<Project><ItemGroup><ClCompile Include="glow.c" /></ItemGroup></Project>
END
run any joined
out_has ' 2 projects, '
sed -i 's,^</Project>,<ItemGroup><ProjectReference Include="..\\glow\\glow.vcxproj" /></ItemGroup>&,' \
	joined/lamp/lamp.vcxproj
run any joined
out_has ' 1 project, '
run any joined/lamp/lamp.vcxproj
out_has ' 2 functions'
cat >>joined/glow/glow.c <<'END'
NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	return (Driver && Path) ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}
END
run any joined
out_has ' 2 projects, '

# A library that only its users make kernel code: what is known to be is taken.
mkdir joined/wire-user
echo 'int WireUser(void) { return 1; }' >joined/wire-user/wire.c
sed 's,WindowsKernelModeDriver10.0,v143,' joined/wire/wire.vcxproj \
	>joined/wire-user/wire.vcxproj
run any sections --format json joined
out_lacks 'wire-user'
rm -r joined/wire
run any sections --format json joined
out_has 'wire-user/wire.c'

# ---- logs of a build win over the project ------------------------------------
logs=all/lamp/x64/Release/lamp.tlog
mkdir -p "$logs"
log '^C:\BUILD\ALL\LAMP\LAMP.C' \
	'/c /nologo /D BRIGHT=1 /kernel C:\BUILD\ALL\LAMP\LAMP.C' \
	>"$logs/CL.command.1.tlog"
run any all/lamp/lamp.vcxproj
out_has '2 functions' '1 pageable'
err_has 'lamp.tlog/CL.command.1.tlog: the flags of 1 of the 1 sources'
mv all/lamp/x64/Release all/lamp/x64/Other
run any all/lamp/lamp.vcxproj
out_has '1 function,'
run any all/lamp/x64/Other/lamp.tlog/CL.command.1.tlog
out_has '2 functions' '1 pageable'
err_has 'lamp.tlog/CL.command.1.tlog: the flags of 1 of the 1 sources'
cp -r all/lamp/x64/Other/lamp.tlog stray.tlog
run 2 stray.tlog/CL.command.1.tlog
err_has 'expected the log of a build' 'name the project'
rm -r stray.tlog
mv all/lamp/x64/Other all/lamp/x64/Release
run any -v all/lamp/lamp.vcxproj
err_has 'lamp.c: these options are not taken over: /c /nologo'
log '^LAMP.OBJ' '/NOLOGO /MERGE:"_TEXT=.text;_PAGE=.text" LAMP.OBJ' \
	>"$logs/link.command.1.tlog"
run any all/lamp/lamp.vcxproj
out_has '2 functions' '0 pageable'
log '^C:\BUILD\ALL\LAMP\LAMP.C' >"$logs/CL.command.1.tlog"
run any all/lamp/lamp.vcxproj
out_has '1 function'
err_has 'CL.command.1.tlog:1: the log ends here'
rm -r all/lamp/x64

# ---- several drivers in one report -------------------------------------------
run any --format sarif all
out_has '"runs"'
run any sections all
out_has 'lamp.vcxproj' 'bell.vcxproj'
run any sections --format json all
out_has '"project": "all/lamp/lamp.vcxproj"' '"project": "all/bell/bell.vcxproj"'
node -e 'JSON.parse(require("fs").readFileSync(0, "utf8"))' <"$work/out" ||
	fail 'the sections are no JSON'

# GitHub takes 20 runs; each configuration is one.
mkdir many
for number in $(seq 21); do
	project "many/lamp$number.vcxproj" 'lamp.c'
	sed -i "1a <ItemGroup><ProjectConfiguration Include='R$number|x64' /></ItemGroup>" \
		"many/lamp$number.vcxproj"
done
cp all/bell/bell.c many/lamp.c
run any --format sarif many
err_has 'has 21 runs'

# ---- a driver that the kit made of a SOURCES file; one without sources ---------
mkdir old
cp all/bell/bell.h old
cp all/bell/bell.c old/ring.c
project old/old.vcxproj '@(ClSourceFiles)'
sed -i '6a <Import Project="$(VCTargetsPath)\\WDKConversion\\PreConfiguration.props" />' \
	old/old.vcxproj
run 3 old/old.vcxproj
out_has 'old.vcxproj' 'not analysed: no source comes from this kernel-mode project' \
	'PA9001'
run 3 old
cat >old/sources.props <<'END'
<Project><PropertyGroup><SOURCES>ring.c  old.rc</SOURCES></PropertyGroup></Project>
END
run any old/old.vcxproj
out_has ' 1 function' 'complete;'
rm -r old

# ---- mistakes -----------------------------------------------------------------
printf '<Project>\n  <PropertyGroup>\n' >bad.vcxproj
run 2 bad.vcxproj
err_has 'bad.vcxproj:3:1: '
printf '<!DOCTYPE p [<!ENTITY a "a"><!ENTITY b "&a;&a;">]><Project/>' >bomb.vcxproj
run 2 bomb.vcxproj
err_has 'bomb.vcxproj:1:'
project round.vcxproj all/bell/bell.c
sed -i '1a <Import Project="round.props" /><Import Project="gone.props" />' \
	round.vcxproj
printf '<Project><Import Project="round.props" /></Project>' >round.props
run any round.vcxproj
err_has 'round.vcxproj:2:' 'gone.props'

finish
