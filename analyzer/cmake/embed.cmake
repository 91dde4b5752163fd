# Makes a C file that holds the text of INPUT as the string NAME.
file(READ ${INPUT} _text HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," _bytes "${_text}")
string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n"
	_bytes "${_bytes}")
file(WRITE ${OUTPUT}
	"extern const char ${NAME}[];\nconst char ${NAME}[] = {\n${_bytes}0};\n")
