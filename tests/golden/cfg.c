/*
 * The control flow of C, one function for each kind: what `facts --dump=cfg`
 * shows of it. Types and routines are declared here, so that nothing depends on
 * a kit.
 */
int step(int number);
void note(int number);
__declspec(noreturn) void stop(int code);

int branches(int a, int b)
{
	if (a && !b)
		step(1);
	else if (a || b)
		step(2);
	return a ? step(3) : b;
}

void loops(int count)
{
	for (int i = 0; i < count; i++) {
		if (i == 3)
			continue;
		if (i == 7)
			break;
		step(i);
	}
	while (step(count))
		note(1);
	do
		note(2);
	while (step(count) > 1);
	for (;;)
		if (step(0))
			return;
}

int switches(int kind)
{
	switch (kind) {
	case 1:
		note(1);
	case 2:
		note(2);
		break;
	case 3:
		return 3;
	default:
		note(4);
	}
	switch (kind)
	case 5:
		note(5);
	return 0;
}

int jumps(int a)
{
again:
	if (step(a))
		goto again;
	if (a < 0)
		goto out;
	note(1);
out:
	return a;
}

int values(int a)
{
	int b = (note(1), step(a));

	b += ({ note(2); step(b); });
	return b == 4 && (a = step(b)) != 0;
}

int exceptions(int a)
{
	__try {
		if (a == 1)
			__leave;
		if (a == 2)
			return 2;
		__try {
			note(1);
		} __finally {
			note(2);
		}
		note(3);
	} __except (step(a)) {
		note(4);
	}
	return 0;
}

void ends(int code)
{
	if (code)
		stop(code);
	note(code);
}
