#!/usr/bin/env bash
# The SOURCES and DIRS files of the old build utility.
. "$(dirname "$0")/common.sh"

mkdir -p all/lamp all/bell all/lib all/user all/common
cat >all/lamp/lamp.c <<'END'
#ifdef BRIGHT
int LampBright(void) { return 1; }
#endif
#include <tone.h>
#pragma code_seg("_PAGE")
TONE LampOn(void) { return 2; }
END
echo 'typedef int TONE;' >all/common/Tone.h
echo 'int Shared(void) { return 1; }' >all/common/shared.c
echo 'int BellRing(void) { return 1; }' >all/bell/bell.c
echo 'int NotBuilt(void) { return 1; }' >all/bell/old.c
echo 'int Library(void) { return 1; }' >all/lib/lib.c
echo 'int main(void) { return 1; }' >all/user/user.c
cat >all/lamp/sources <<'END'
TARGETNAME=lamp
TARGETTYPE=DRIVER
INCLUDES=..\Common
C_DEFINES=$(C_DEFINES) $(LAMP_DEFINES)
TARGETLIBS=..\lib\*\tools.lib
SOURCES=lamp.c \
	..\common\shared.c
END
cat >all/bell/SOURCES <<'END'
TARGETNAME=bell
TARGETTYPE=DRIVER
SOURCES=Bell.C ..\common\shared.c
END
printf 'TARGETNAME=tools\nTARGETTYPE=DRIVER_LIBRARY\nSOURCES=lib.c\n' \
	>all/lib/sources
printf 'TARGETNAME=user\nTARGETTYPE=PROGRAM\nSOURCES=user.c\n' >all/user/sources
printf 'DIRS=lamp \\\n\tlib\nOPTIONAL_DIRS=gone\n' >all/dirs

# ---- one, a list of directories, a tree ---------------------------------------
run any all/lamp/sources
out_has '2 functions' '1 pageable' '0 unresolved headers' '; complete'
run any all/dirs # the library is a part of the driver that links it
out_has '3 functions' '1 pageable'
err_has 'all/dirs: the directory all/gone that it names is not there'
run any all
out_has '2 projects' '5 functions'
err_has 'all/user/sources: skipped: it is a user-mode program' \
	'1 source belongs to no project and is left out: bell/old.c'
run any sections all
out_has 'lamp/sources' 'bell/SOURCES'
LAMP_DEFINES=-DBRIGHT run any all/lamp/sources # from the environment
out_has '3 functions'
run any all/lamp/sources --configuration Debug --platform Win32
out_has 'x86-Debug'

# ---- what the linker is told ---------------------------------------------------
echo 'LINKER_FLAGS=/SECTION:PAGE,!P' >>all/lamp/sources
run any all/lamp/sources
out_has '0 pageable'

# ---- the architecture's own part ------------------------------------------------
mkdir all/lamp/amd64
echo 'C_DEFINES=$(C_DEFINES) -DBRIGHT' >all/lamp/amd64/sources
run any all/lamp/sources
out_has '3 functions'
rm -r all/lamp/amd64

# ---- what a tree sets for all that is below --------------------------------------
echo 'LAMP_DEFINES=-DBRIGHT' >all/project.mk
run any all/lamp/sources
out_has '3 functions'
mkdir all/lamp/.git # the repository ends here
run any all/lamp/sources
out_has '2 functions'
rm -r all/lamp/.git all/project.mk

# ---- a library that does not say its mode, but is linked -------------------------
sed -i 's/DRIVER_LIBRARY/LIBRARY/' all/lib/sources
run any all
out_has '2 projects' '5 functions'
err_lacks 'all/lib/sources: skipped'
run 2 all/lib/sources
err_has 'all/lib/sources: skipped: nothing in it says that it is kernel mode'
printf '#include "../common/deep.h"\nint Library(void) { return 1; }\n' \
	>all/lib/lib.c
printf '#include <wdm.h>\n' >all/common/deep.h
run any all/lib/sources # a header that it leads to says it
out_has '1 function'

# ---- a source that the build puts into place -------------------------------------
mkdir moved moved/one moved/base && echo 'int Base(void) { return 1; }' >moved/base/Base.c
printf 'TARGETTYPE=DRIVER\nSOURCES=base.c gone.c\n' >moved/one/sources
run 3 moved
out_has 'moved/one/gone.c' 'there is no such file' '1 file, 1 function'
err_has 'moved/one/sources: 1 source is not there, and the only file of its name is read in its place: moved/base/Base.c'
cp moved/base/Base.c moved/base/gone.c
mkdir moved/other && cp moved/base/Base.c moved/other
run 3 moved # which of two is not known
out_has 'moved/one/base.c'

# ---- a project of Visual Studio for the same sources wins -----------------------
cat >all/bell/bell.vcxproj <<'END'
<Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
  <PropertyGroup>
    <ConfigurationType>Driver</ConfigurationType>
    <PlatformToolset>WindowsKernelModeDriver10.0</PlatformToolset>
  </PropertyGroup>
  <ItemGroup><ClCompile Include="bell.c" /><ClCompile Include="old.c" /></ItemGroup>
</Project>
END
run any all
out_has '2 projects' '5 functions'
err_has 'all/bell/SOURCES: skipped: all/bell/bell.vcxproj builds the same sources'
# also if another one, which compiles nothing, names them too
sed 's/>Driver</>Makefile</' all/bell/bell.vcxproj >all/bell/abell.vcxproj
run any all
err_has 'all/bell/SOURCES: skipped: all/bell/bell.vcxproj builds the same sources'
rm all/bell/*.vcxproj

# ---- other files of this name ----------------------------------------------------
mkdir other && cp all/bell/bell.c other
echo 'deb https://example.org stable main' >other/sources
run 0 other
out_has '1 function'
run 2 other/sources
err_has 'other/sources: expected a SOURCES file of the build utility'

mkdir other/dirs
run 0 other
rmdir other/dirs
echo 'OTHER=1' >other/dirs
run 2 other/dirs
err_has 'other/dirs: expected a DIRS file of the build utility'

# ---- user-mode code beside a driver is no loss -------------------------------------
mkdir beside beside/app && cp -r all/bell beside
sed -i 's/ ..\\common.*//' beside/bell/SOURCES
printf '#include <windows.h>\nint main(void) { return 1; }\n' >beside/app/app.c
run 0 beside
out_has '1 project' '1 user-mode source left out; complete'
rm -r beside/bell
run 3 beside
out_has 'incomplete (no kernel-mode source)'

# ---- what is missing or wrong is never a clean report ----------------------------
sources() {
	printf '%b' "TARGETNAME=bell\nTARGETTYPE=DRIVER\nSOURCES=bell.c\n$1" \
		>other/sources
}
rm other/dirs
sources ''
run 0 other
sources '!include ..\\none.inc\n'
run 3 other
out_has 'PA9001' 'other/sources:4: the file '"'"'..\none.inc'"'"' that is included is not there' \
	'incomplete'
run 3 other/sources
sources '!include sources\n'
run 3 other
out_has "other/sources:4: the file 'sources' includes itself"
sources '!if 1\nC_DEFINES=-DX\n'
run 3 other
out_has 'other/sources:4: there is no !ENDIF to this !IF'
sources 'A=$(B)\nB=$(A)\nC_DEFINES=$(B)\n'
run 3 other
out_has 'other/sources:5: the value of the macro B has no end'
sources 'A=xxxxxxxxxxxxxxxx\n'"$(yes 'A=$(A)$(A)\n' | head -60 | tr -d '\n')"
run 3 other
out_has 'the value of the macro A is larger than 1 MB'
sources 'gone.c\n'
run 3 other
out_has 'other/sources:4: expected NAME = value'
sources 'SOURCES=$(SOURCES) gone.c\n'
run 3 other
out_has 'other/gone.c' 'there is no such file'
sources '!if WHAT\n!endif\n'
run 0 other
err_has 'other/sources:4: the condition WHAT is not understood and counts as false'
# a user-mode program may be as wrong as it likes; what may be a driver not
printf 'TARGETTYPE=PROGRAM\n!include none\n' >other/sources
run 2 other/sources
err_has 'there is nothing to audit'
printf 'TARGETTYPE=DRIVER\n!include none\n' >other/sources
run 3 other
out_has "other/sources:2: the file 'none'"
printf 'TARGETTYPE=DRIVER\0\n' >other/sources
run 3 other
out_has 'other/sources' 'it is binary'
run 2 other/sources
err_has 'other/sources: it is binary'
{ echo TARGETTYPE=DRIVER; head -c 2000000 /dev/zero | tr '\0' '\n'; } >other/sources
run 2 other/sources
err_has 'other/sources: it is larger than 1 MB'
# a thousand files that include the next twice
mkdir many && cp all/bell/bell.c many
for i in $(seq 30); do
	printf '!include %d.inc\n!include %d.inc\n' $((i + 1)) $((i + 1)) \
		>many/$i.inc
done
echo >many/31.inc
printf 'TARGETTYPE=DRIVER\nSOURCES=bell.c\n!include 1.inc\n' >many/sources
run 3 many
out_has 'there is no end to the files that are included'

finish
