# rules.def is the only list of rules: each line names one file of this folder
# with a dash in its name, and each such file is named by one line. A stray or a
# missing one stops configuration. Files without a dash are what rules share. The
# contracts are one text each, built into the program.

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
	${CMAKE_SOURCE_DIR}/rules/rules.def)
file(STRINGS rules/rules.def _lines REGEX "^RULE\\(")
set(_listed "")
foreach(_line IN LISTS _lines)
	string(REGEX REPLACE "^RULE\\(([a-z0-9_]+)\\).*" "\\1" _name ${_line})
	string(REPLACE "_" "-" _file ${_name})
	if(NOT EXISTS ${CMAKE_SOURCE_DIR}/rules/${_file}.c)
		message(FATAL_ERROR "rules/rules.def names ${_name}, "
			"but there is no rules/${_file}.c")
	endif()
	list(APPEND _listed ${_file})
endforeach()

file(GLOB rule_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/rules/*.c)
foreach(_path IN LISTS rule_sources)
	get_filename_component(_file ${_path} NAME_WE)
	if(_file MATCHES "-" AND NOT _file IN_LIST _listed)
		message(FATAL_ERROR
			"rules/${_file}.c is not listed in rules/rules.def: "
			"add its line, RULE(name_with_underscores), or, if it "
			"is no rule, give it a name without a dash")
	endif()
endforeach()

# Each contracts/NAME.sal becomes a C array `contracts_NAME`.
set(contract_sources "")
file(GLOB _contracts CONFIGURE_DEPENDS
	${CMAKE_SOURCE_DIR}/rules/contracts/*.sal)
foreach(_path IN LISTS _contracts)
	get_filename_component(_name ${_path} NAME_WE)
	set(_output ${CMAKE_BINARY_DIR}/contracts_${_name}.c)
	add_custom_command(OUTPUT ${_output}
		COMMAND ${CMAKE_COMMAND} -DINPUT=${_path} -DOUTPUT=${_output}
			-DNAME=contracts_${_name}
			-P ${CMAKE_SOURCE_DIR}/analyzer/cmake/embed.cmake
		DEPENDS ${_path} ${CMAKE_SOURCE_DIR}/analyzer/cmake/embed.cmake)
	list(APPEND contract_sources ${_output})
endforeach()
