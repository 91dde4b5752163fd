#include "either.h"
int either;
