#define LAMP 1
