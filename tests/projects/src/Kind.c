int kind;
