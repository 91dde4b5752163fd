/*
 * SAL text to clauses. A text is a run of words, each with its arguments in
 * parentheses; a table says what each word is. _When_, _At_ and the groups hold
 * texts of their own and only change the scope in which these are read: under
 * which conditions, about which subject. So every clause ends up with one
 * condition and one subject, and nothing downstream sees any nesting.
 *
 * Two conditions on top of each other become one that has only a name. Text
 * from a driver may hold words of any kind, and those that are not in the table
 * are passed over, but for the ones that speak of IRQL: there the caller is
 * told that something was not understood.
 */
#include "contracts/sal.h"

#include <ctype.h>
#include <string.h>

enum { DEEPEST = 16 };

/* What SAL calls locks that have no object of their own. */
static const struct {
	const char *name, *kind;
} global_locks[] = {
	{ "_Global_cancel_spin_lock_", "cancel-spin-lock" },
	{ "_Global_critical_region_", "critical-region" },
};

/* Where a text stands: what its clauses depend on and are about. */
struct scope {
	struct when whens[ALTERNATIVES];
	uint32_t count;
	struct subject subject;
	int depth;
};

static bool read_text(struct sal *sal, struct slice text, struct scope *scope,
	struct contract *contract);

bool sal_mistake(struct sal *sal, const char *where, const char *message)
{
	sal->where = where;
	sal->error = message;
	return false;
}

static bool changes_irql(const struct clause *clause)
{
	switch (clause->kind) {
	case CLAUSE_RAISES:
	case CLAUSE_SETS:
	case CLAUSE_SAVES:
	case CLAUSE_RESTORES:
	case CLAUSE_SAVES_GLOBAL:
	case CLAUSE_RESTORES_GLOBAL:
		return true;
	case CLAUSE_ACQUIRES:
	case CLAUSE_RELEASES:
		return lock_spins(clause->text);
	default:
		return false;
	}
}

static void add(struct sal *sal, struct contract *contract,
	const struct scope *scope, struct clause clause)
{
	clause.changes = changes_irql(&clause);
	contract->changes |= clause.changes && scope->count;
	for (uint32_t i = 0; i < scope->count; i++) {
		clause.when = scope->whens[i];
		*vec_add(sal->arena, &contract->clauses) = clause;
	}
}

static bool is_pointer(const struct sal *sal, uint32_t index)
{
	const char *type =
		index < sal->count ? sal->parameters[index].type : NULL;

	return type && (strchr(type, '*') ||
			       (type[0] == 'P' &&
				       isupper((unsigned char)type[1])));
}

/*
 * Where the IRQL is kept. A routine can only save through an argument; it can
 * restore from what the argument points to, or from its value.
 */
static bool keeper_of(struct sal *sal, struct slice word,
	enum clause_kind kind, struct subject *subject)
{
	if (subject->kind == SUBJECT_NONE) {
		if (kind == CLAUSE_RESTORES || sal->strict)
			return sal_mistake(sal, word.at,
				"expected _At_ with what keeps the IRQL");
		subject->kind = SUBJECT_RETURN;
	}
	if (subject->kind == SUBJECT_ARGUMENT && !subject->field &&
		(kind == CLAUSE_SAVES || is_pointer(sal, subject->index)))
		subject->kind = SUBJECT_POINTEE;
	return true;
}

/* ---- the forms --------------------------------------------------------- */

struct reading_word {
	struct sal *sal;
	const struct word *word;
	struct slice name, arguments;
	struct scope *scope;
	struct contract *contract;
};

static struct clause clause_of(const struct reading_word *at)
{
	return (struct clause){ .kind = at->word->clause,
		.subject = at->scope->subject,
		.level_argument = NONE,
		.text = intern(at->sal->names, at->word->text) };
}

static bool read_flag(const struct reading_word *at)
{
	struct clause clause = clause_of(at);

	clause.subject = (struct subject){ 0 };
	add(at->sal, at->contract, at->scope, clause);
	return true;
}

static bool read_level(const struct reading_word *at, bool exact)
{
	struct clause clause = clause_of(at);

	if (!slice_level(at->arguments, &clause.level))
		return sal_mistake(at->sal, at->arguments.at,
			"expected a level, such as DISPATCH_LEVEL");
	if (exact) {
		clause.kind = CLAUSE_REQUIRES_MIN;
		add(at->sal, at->contract, at->scope, clause);
		clause.kind = CLAUSE_REQUIRES_MAX;
	}
	add(at->sal, at->contract, at->scope, clause);
	return true;
}

static bool read_raises(const struct reading_word *at)
{
	struct clause clause = clause_of(at);

	clause.level_argument =
		sal_argument(at->sal, slice_bare(at->arguments));
	if (clause.level_argument == NONE)
		return read_level(at, false);
	add(at->sal, at->contract, at->scope, clause);
	return true;
}

static bool read_saved(const struct reading_word *at)
{
	struct clause clause = clause_of(at);

	if (!keeper_of(at->sal, at->name, clause.kind, &clause.subject))
		return false;
	add(at->sal, at->contract, at->scope, clause);
	return true;
}

/* (kind [, subject]) */
static bool read_kind(const struct reading_word *at)
{
	struct clause clause = clause_of(at);
	struct slice rest = at->arguments, kind = rest;

	slice_split(&rest, ",", &kind);
	kind = slice_trim(kind);
	if (kind.at == kind.end || !is_name_start(*kind.at))
		return sal_mistake(at->sal, at->arguments.at,
			"expected what kind it is");
	clause.text = sal_name(at->sal, kind);
	rest = slice_trim(rest);
	if (rest.at < rest.end && !sal_subject(at->sal, rest, &clause.subject))
		return false;
	add(at->sal, at->contract, at->scope, clause);
	return true;
}

static bool is_lock_kind(struct slice text)
{
	for (const char *at = text.at; at < text.end; at++) {
		if (!is_name(*at) && (*at != '-' || at[1] == '>'))
			return false;
	}
	return text.at < text.end && is_name_start(*text.at);
}

static const char *global_lock(struct slice text)
{
	for (size_t i = 0; i < 2; i++) {
		if (slice_is(text, global_locks[i].name))
			return global_locks[i].kind;
	}
	return NULL;
}

/* (subject [, kind]), or a kind alone, which has a hyphen */
static bool read_lock(const struct reading_word *at)
{
	struct clause clause = clause_of(at);
	struct slice kind = at->arguments, first;
	const char *global;

	clause.subject = (struct subject){ 0 };
	if (!slice_split(&kind, ",", &first))
		return sal_mistake(at->sal, at->name.at, "expected a lock");
	first = slice_bare(first);
	kind = slice_trim(kind);
	global = global_lock(first);
	if (global)
		clause.text = intern(at->sal->names, global);
	else if (kind.at == kind.end && is_lock_kind(first) &&
		 !slice_is_identifier(first))
		clause.text = sal_name(at->sal, first);
	else if (!sal_subject(at->sal, first, &clause.subject))
		return false;
	if (kind.at < kind.end) {
		if (!is_lock_kind(kind))
			return sal_mistake(at->sal, kind.at,
				"expected a kind of lock, such as spin-lock");
		clause.text = sal_name(at->sal, kind);
	}
	add(at->sal, at->contract, at->scope, clause);
	return true;
}

static bool read_name(const struct reading_word *at, bool any)
{
	struct clause clause = clause_of(at);
	struct slice text = slice_trim(at->arguments);

	if (text.at == text.end || (!any && !slice_is_identifier(text)))
		return sal_mistake(
			at->sal, at->arguments.at, "expected a name");
	clause.text = sal_name(at->sal, text);
	add(at->sal, at->contract, at->scope, clause);
	return true;
}

/* ---- scopes ------------------------------------------------------------ */

static struct when both(
	struct sal *sal, const struct when *outer, const struct when *inner)
{
	struct arena *arena = sal->arena;
	char *name;

	if (outer->kind == WHEN_ALWAYS)
		return *inner;
	name = arena_printf(arena, "%s && %s", condition_text(arena, outer),
		condition_text(arena, inner));
	for (char *at = name; *at; at++) {
		if (*at == '"')
			*at = '\'';
	}
	return (struct when){ .kind = WHEN_NAMED,
		.test = TEST_EQUAL,
		.name = intern(sal->names, name) };
}

/* Every alternative of the scope with every one of the condition. */
static bool narrow(struct sal *sal, struct slice condition,
	const struct scope *outer, struct scope *inner)
{
	struct when whens[ALTERNATIVES];
	uint32_t count = condition_read(sal, condition, whens);

	if (count == 0)
		return sal_mistake(sal, condition.at, "expected a condition");
	inner->count = 0;
	for (uint32_t i = 0; i < outer->count; i++) {
		for (uint32_t j = 0; j < count; j++) {
			if (inner->count == ALTERNATIVES)
				return sal_mistake(sal, condition.at,
					"expected fewer alternatives");
			inner->whens[inner->count++] =
				both(sal, &outer->whens[i], &whens[j]);
		}
	}
	return true;
}

static void dereference(struct subject *subject)
{
	if (subject->kind == SUBJECT_ARGUMENT && !subject->field)
		subject->kind = SUBJECT_POINTEE;
}

static bool read_scope(const struct reading_word *at)
{
	struct scope inner = *at->scope;
	struct slice rest = at->arguments, first = { 0 };
	bool split = at->word->form == FORM_WHEN || at->word->form == FORM_AT;

	if (++inner.depth > DEEPEST)
		return sal_mistake(
			at->sal, at->name.at, "expected less nesting");
	if (split && (!slice_split(&rest, ",", &first) ||
			     slice_trim(rest).at == rest.end))
		return sal_mistake(
			at->sal, at->name.at, "expected two arguments");
	if (at->word->form == FORM_WHEN &&
		!narrow(at->sal, first, at->scope, &inner))
		return false;
	if (at->word->form == FORM_AT &&
		!sal_subject(at->sal, first, &inner.subject))
		return false;
	if (at->word->form == FORM_DEREF)
		dereference(&inner.subject);
	if (at->word->form == FORM_RETURN)
		inner.subject = (struct subject){ .kind = SUBJECT_RETURN };
	return read_text(at->sal, rest, &inner, at->contract);
}

/* ---- words ------------------------------------------------------------- */

static bool read_word(const struct reading_word *at)
{
	switch (at->word->form) {
	case FORM_PASS:
		return true;
	case FORM_FLAG:
		return read_flag(at);
	case FORM_LEVEL:
		return read_level(at, false);
	case FORM_EXACT:
		return read_level(at, true);
	case FORM_RAISES:
		return read_raises(at);
	case FORM_SAVED:
		return read_saved(at);
	case FORM_KIND:
		return read_kind(at);
	case FORM_LOCK:
		return read_lock(at);
	case FORM_NAME:
		return read_name(at, false);
	case FORM_TEXT:
		return read_name(at, true);
	case FORM_WHEN:
	case FORM_AT:
	case FORM_GROUP:
	case FORM_DEREF:
	case FORM_RETURN:
		return read_scope(at);
	}
	return true;
}

/* A word that is not in the table: does it matter that it is not? */
static bool unknown_word(struct sal *sal, struct slice name)
{
	if (sal->strict)
		return sal_mistake(sal, name.at,
			arena_printf(sal->arena,
				"expected a word of the contract language, "
				"not '%.*s'",
				(int)(name.end - name.at), name.at));
	for (const char *at = name.at; at + 4 <= name.end; at++) {
		if (!memcmp(at, "IRQL", 4) && *name.at == '_')
			return sal_mistake(
				sal, name.at, "expected a known word on IRQL");
	}
	return true;
}

/* The name and the arguments of the word that text starts with. */
static bool take_word(struct sal *sal, struct slice *text, struct slice *name,
	struct slice *arguments)
{
	const char *closing;
	struct slice rest;

	name->at = text->at;
	while (text->at < text->end && is_name(*text->at))
		text->at++;
	name->end = text->at;
	*arguments = (struct slice){ text->at, text->at };
	rest = slice_trim(*text);
	if (rest.at == rest.end || *rest.at != '(')
		return true;
	closing = slice_closing(rest);
	if (!closing)
		return sal_mistake(sal, rest.at, "expected ')'");
	*arguments = (struct slice){ rest.at + 1, closing };
	text->at = closing + 1;
	return true;
}

static void skip_comment(struct slice *text)
{
	while (text->at < text->end && *text->at != '\n')
		text->at++;
}

static bool read_text(struct sal *sal, struct slice text, struct scope *scope,
	struct contract *contract)
{
	struct reading_word at = { .sal = sal,
		.scope = scope,
		.contract = contract };

	while (text.at < text.end) {
		if (sal->strict && *text.at == '#') {
			skip_comment(&text);
			continue;
		}
		if (!is_name_start(*text.at)) {
			if (sal->strict && !strchr(" \t\r\n,", *text.at))
				return sal_mistake(
					sal, text.at, "expected a clause");
			text.at++;
			continue;
		}
		if (!take_word(sal, &text, &at.name, &at.arguments))
			return false;
		at.word = word_find(at.name);
		if (at.word ? !read_word(&at) : !unknown_word(sal, at.name))
			return false;
	}
	return true;
}

bool sal_read(struct sal *sal, struct slice text, struct contract *contract)
{
	struct scope scope = { .count = 1 };
	uint32_t before = contract->clauses.count;

	if (sal->parameter != NONE) {
		scope.subject.kind = SUBJECT_ARGUMENT;
		scope.subject.index = sal->parameter;
	}
	if (read_text(sal, text, &scope, contract))
		return true;
	contract->clauses.count = before;
	return false;
}

bool sal_parse(struct book *book, const char *text,
	const struct parameter *parameters, uint32_t count, uint32_t parameter,
	struct contract *contract)
{
	struct sal sal = { .arena = book->arena,
		.names = book->names,
		.parameters = parameters,
		.count = count,
		.parameter = parameter };

	return sal_read(
		&sal, (struct slice){ text, text + strlen(text) }, contract);
}
