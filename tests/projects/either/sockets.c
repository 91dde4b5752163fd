#include <winsock2.h>
#include "either.h"
int sockets;
