# libclang and the resource directory of the same clang.
#
#   LIBCLANG_VERSION   which one to take (default 19; 22 works too)
#
# Gives the target LibClang::LibClang, and LIBCLANG_RESOURCE_DIR: clang's own
# headers, which Debian's libclang does not find by itself.

set(LIBCLANG_VERSION 19 CACHE STRING "major version of libclang")
set(_llvm /usr/lib/llvm-${LIBCLANG_VERSION})

find_path(LIBCLANG_INCLUDE_DIR clang-c/Index.h
	HINTS ${_llvm}/include NO_CACHE)
find_library(LIBCLANG_LIBRARY
	NAMES clang-${LIBCLANG_VERSION} clang libclang
	HINTS ${_llvm}/lib NO_CACHE)
find_path(LIBCLANG_RESOURCE_DIR include/stddef.h
	HINTS ${_llvm}/lib/clang/${LIBCLANG_VERSION} NO_DEFAULT_PATH NO_CACHE)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibClang
	REQUIRED_VARS LIBCLANG_LIBRARY LIBCLANG_INCLUDE_DIR
	LIBCLANG_RESOURCE_DIR
	REASON_FAILURE_MESSAGE "install libclang-${LIBCLANG_VERSION}-dev")

if(LibClang_FOUND AND NOT TARGET LibClang::LibClang)
	add_library(LibClang::LibClang UNKNOWN IMPORTED)
	set_target_properties(LibClang::LibClang PROPERTIES
		IMPORTED_LOCATION ${LIBCLANG_LIBRARY}
		INTERFACE_INCLUDE_DIRECTORIES ${LIBCLANG_INCLUDE_DIR})
endif()
