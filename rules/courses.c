#include "rules/courses.h"

#include <string.h>

enum {
	MAX_QUESTIONS = 12, /* what further ones say is not kept */
	MAX_COURSES = 2000, /* states that are looked at */
};

enum saying { SAYS_NOTHING, SAYS_IS, SAYS_NOT_ZERO, SAYS_BELOW, SAYS_NOT_BELOW };

struct said {
	enum saying saying;
	int64_t constant;
};

/* What is asked: a path, or bits of it. */
struct question {
	uint32_t path;
	int64_t bits; /* or 0 */
};

struct course {
	const struct search *search;
	uint32_t block;
	unsigned mark;
	struct said said[MAX_QUESTIONS];
};

struct search {
	const struct courses *courses;
	VEC(struct question) questions;
	VEC(struct course) seen; /* and to do, from `next` on */
	uint32_t next;
};

unsigned course_mark(const struct course *course)
{
	return course->mark;
}

void course_set_mark(struct course *course, unsigned mark)
{
	course->mark = mark;
}

/* ---- what is asked ------------------------------------------------------- */

bool course_understands(const struct test *test)
{
	return test->left.kind == OPERAND_PATH &&
		test->right.kind == OPERAND_CONSTANT &&
		test->kind != TEST_UNKNOWN;
}

static uint32_t find_question(
	const struct search *search, uint32_t path, int64_t bits)
{
	for (uint32_t i = 0; i < search->questions.count; i++)
		if (search->questions.items[i].path == path &&
			search->questions.items[i].bits == bits)
			return i;
	return NONE;
}

static int64_t bits_of(const struct test *test)
{
	return test->kind == TEST_BITS ? test->right.constant : 0;
}

static void add_question(struct search *search, uint32_t path, int64_t bits)
{
	if (search->questions.count < MAX_QUESTIONS &&
		find_question(search, path, bits) == NONE)
		*vec_add(search->courses->arena, &search->questions) =
			(struct question){ path, bits };
}

/* Where tests ask, and where constants are stored. */
static void find_questions(struct search *search)
{
	const struct body *body = search->courses->body;

	for (uint32_t i = 0; i < body->blocks.count; i++) {
		const struct block *block = &body->blocks.items[i];

		if (block->exit == EXIT_BRANCH &&
			course_understands(&block->test))
			add_question(search, block->test.left.index,
				bits_of(&block->test));
	}
	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event->kind == EVENT_ASSIGN &&
			event->value.kind == OPERAND_CONSTANT &&
			body->paths.items[event->path].root == ROOT_LOCAL)
			add_question(search, event->path, 0);
	}
}

/* ---- what events say ----------------------------------------------------- */

static struct said said_of_path(const struct course *course, uint32_t path)
{
	uint32_t question = find_question(course->search, path, 0);

	return question == NONE ? (struct said){ SAYS_NOTHING, 0 } :
				  course->said[question];
}

bool course_is_zero(const struct course *course, uint32_t path)
{
	struct said said = said_of_path(course, path);

	return said.saying == SAYS_IS && said.constant == 0;
}

static struct said said_by_value(
	const struct course *course, struct operand value)
{
	switch (value.kind) {
	case OPERAND_CONSTANT:
		return (struct said){ SAYS_IS, value.constant };
	case OPERAND_PATH:
		return said_of_path(course, value.index);
	case OPERAND_RESULT:
		if (value.index == course->search->courses->nonzero)
			return (struct said){ SAYS_NOT_ZERO, 0 };
		break;
	case OPERAND_STRING:
	case OPERAND_FUNCTION:
	case OPERAND_ADDRESS:
		return (struct said){ SAYS_NOT_ZERO, 0 };
	default:
		break;
	}
	return (struct said){ SAYS_NOTHING, 0 };
}

static struct said of_bits(struct said said, int64_t bits)
{
	if (!bits || said.saying == SAYS_NOTHING)
		return said;
	if (said.saying != SAYS_IS)
		return (struct said){ SAYS_NOTHING, 0 };
	return (struct said){ SAYS_IS, said.constant & bits };
}

static void hear_event(struct course *course, const struct event *event)
{
	const struct search *search = course->search;
	struct said said = { SAYS_NOTHING, 0 };

	if (event->kind == EVENT_ASSIGN)
		said = said_by_value(course, event->value);
	for (uint32_t i = 0; i < search->questions.count; i++) {
		struct question question = search->questions.items[i];

		if (event_stores(event, question.path))
			course->said[i] = of_bits(said, question.bits);
		else if (event_may_change(event, question.path))
			course->said[i] = (struct said){ SAYS_NOTHING, 0 };
	}
}

/* ---- what tests say ------------------------------------------------------ */

static bool holds(enum test_kind kind, int64_t left, int64_t right)
{
	switch (kind) {
	case TEST_EQUAL:
		return left == right;
	case TEST_NOT_EQUAL:
		return left != right;
	case TEST_LESS:
		return left < right;
	case TEST_LESS_EQUAL:
		return left <= right;
	case TEST_GREATER:
		return left > right;
	case TEST_GREATER_EQUAL:
		return left >= right;
	default: /* TEST_BITS: the question is of the bits themselves */
		return left != 0;
	}
}

/* On which edges of a test something that was said can leave: of values that stand
 * for all that it may be. */
static bool can_take(
	struct said said, const struct test *test, uint32_t edge)
{
	static const int64_t samples[][3] = {
		[SAYS_NOT_ZERO] = { -1, 1, 1 },
		[SAYS_BELOW] = { -1, -1, -1 },
		[SAYS_NOT_BELOW] = { 0, 1, 1 },
	};

	if (said.saying == SAYS_IS)
		return holds(test->kind, said.constant,
			       test->right.constant) == (edge == 0);
	if (said.saying == SAYS_NOTHING ||
		(test->kind != TEST_BITS && test->right.constant != 0))
		return true;
	for (size_t i = 0; i < 3; i++)
		if (holds(test->kind, samples[said.saying][i], 0) ==
			(edge == 0))
			return true;
	return false;
}

/* What an edge says of what was asked, if no more was known of it. */
static struct said said_by_edge(
	struct said before, const struct test *test, uint32_t edge)
{
	bool equal = test->kind == TEST_EQUAL || test->kind == TEST_NOT_EQUAL;
	bool same = equal && (edge == 0) == (test->kind == TEST_EQUAL);
	bool less = test->kind == TEST_LESS || test->kind == TEST_GREATER_EQUAL;

	if (before.saying == SAYS_IS)
		return before;
	if (test->kind == TEST_BITS)
		return edge == 0 ? (struct said){ SAYS_NOT_ZERO, 0 } :
				   (struct said){ SAYS_IS, 0 };
	if (same)
		return (struct said){ SAYS_IS, test->right.constant };
	if (test->right.constant != 0 || before.saying == SAYS_BELOW)
		return before;
	if (equal)
		return (struct said){ SAYS_NOT_ZERO, 0 };
	if (less)
		return (edge == 0) == (test->kind == TEST_LESS) ?
			(struct said){ SAYS_BELOW, 0 } :
			(struct said){ SAYS_NOT_BELOW, 0 };
	return before;
}

/* ---- the search ---------------------------------------------------------- */

static bool are_same(const struct course *one, const struct course *other)
{
	if (one->block != other->block || one->mark != other->mark)
		return false;
	for (uint32_t i = 0; i < one->search->questions.count; i++)
		if (one->said[i].saying != other->said[i].saying ||
			one->said[i].constant != other->said[i].constant)
			return false;
	return true;
}

static void enter(struct search *search, struct course course)
{
	for (uint32_t i = 0; i < search->seen.count; i++)
		if (are_same(&search->seen.items[i], &course))
			return;
	*vec_add(search->courses->arena, &search->seen) = course;
}

static void take_edge(
	struct search *search, struct course course, uint32_t edge)
{
	const struct block *block =
		&search->courses->body->blocks.items[course.block];
	uint32_t question = NONE;

	if (block->exit == EXIT_BRANCH && course_understands(&block->test))
		question = find_question(search, block->test.left.index,
			bits_of(&block->test));
	if (question != NONE) {
		struct said *said = &course.said[question];

		if (!can_take(*said, &block->test, edge))
			return;
		*said = said_by_edge(*said, &block->test, edge);
	}
	course.block = block->successors.items[edge];
	enter(search, course);
}

/* One block, from its start. */
static enum course_step run(struct search *search, struct course course)
{
	const struct courses *courses = search->courses;
	const struct block *block =
		&courses->body->blocks.items[course.block];

	for (uint32_t i = 0; i < block->count; i++) {
		uint32_t event = courses->body->order.items[block->first + i];
		enum course_step step = courses->see ?
			courses->see(courses->context, &course, event) :
			COURSE_ON;

		if (step != COURSE_ON)
			return step;
		hear_event(&course, &courses->body->events.items[event]);
	}
	if (block->exit == EXIT_RETURN && courses->leave)
		return courses->leave(
			courses->context, &course, course.block);
	for (uint32_t i = 0; i < block->successors.count; i++)
		take_edge(search, course, i);
	return COURSE_ENDED;
}

bool courses_find(const struct courses *courses)
{
	struct search search = { .courses = courses };
	struct course first = { .search = &search };

	if (!courses->body->blocks.count)
		return false;
	find_questions(&search);
	enter(&search, first);
	while (search.next < search.seen.count &&
		search.seen.count < MAX_COURSES)
		if (run(&search, search.seen.items[search.next++]) ==
			COURSE_FOUND)
			return true;
	return false;
}
