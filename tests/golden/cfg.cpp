/* What C++ adds to the control flow: destructors, in every way out of a scope. */
void acquire(int *lock);
void release(int *lock);
void note(int number);

class Guard {
public:
	explicit Guard(int *lock) : lock(lock) { acquire(lock); }
	~Guard() { release(lock); }

private:
	int *lock;
};

int scopes(int *lock, int a)
{
	Guard outer(lock);

	if (a) {
		Guard inner(lock + 1);

		if (a > 1)
			return 1;
		note(1);
	}
	for (int i = 0; i < a; i++) {
		Guard each(lock);

		if (i == 2)
			break;
		if (i == 1)
			continue;
		note(2);
	}
	return 0;
}

void lambdas(int *lock)
{
	auto later = [lock] { note(3); release(lock); };

	later();
}
