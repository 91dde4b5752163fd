/*
 * Which contract speaks of what stands in a body: of a role type, of a record, of a
 * field that is called through, of a pointer by its type.
 */
#include <string.h>

#include "program/program.h"

const struct contract *field_contract(struct program *program,
	const struct routine *routine, uint32_t path_index)
{
	const struct path *path =
		&routine->body->paths.items[path_index];

	if (!path->record || !path->field)
		return NULL;
	return book_find(&program->book,
		intern_printf(&program->names, "%s::%s",
			record_without_tag(path->record), path->field));
}

const struct contract *role_contract(
	struct program *program, const char *type)
{
	const struct contract *contract = book_find(&program->book, type);

	if (!contract && type[0] == 'P')
		contract = book_find(&program->book, type + 1);
	return contract;
}

const char *last_field_step(
	struct program *program, const char *steps, const char *field)
{
	const char *at = strstr(steps, field);
	const char *next;

	while (at && (next = strstr(at + 1, field)) != NULL)
		at = next;
	return at ? intern(&program->names, at) : field;
}

const struct contract *record_contract(
	struct program *program, const char **name)
{
	const struct contract *contract = book_find(&program->book, *name);
	size_t length = strlen(*name);

	if (!contract && **name == 'P' &&
		(contract = book_find(&program->book, *name + 1)) != NULL)
		(*name)++;
	if (contract || length < 2 || (*name)[length - 1] != '_')
		return contract;
	*name = intern_printf(
		&program->names, "%.*s", (int)length - 1, *name);
	return book_find(&program->book, *name);
}

/* The role of what a field holds, by the contract of its record. */
static const struct contract *field_role(
	struct program *program, const struct path *path)
{
	const char *name = record_without_tag(path->record);
	const struct contract *contract = record_contract(program, &name);
	const struct subject subject = { SUBJECT_FIELD, 0,
		last_field_step(program, path->steps, path->field) };

	for (uint32_t i = 0; contract && i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (clause->kind == CLAUSE_FUNCTION_CLASS &&
			same_subject(&clause->subject, &subject))
			return role_contract(program, clause->text);
	}
	return NULL;
}

const struct contract *pointer_contract(struct program *program,
	const struct routine *routine, uint32_t path_index)
{
	const struct function *function = routine->definition;
	const struct path *path = &function->body->paths.items[path_index];
	const char *type = NULL;

	if (path->record && path->field)
		return field_role(program, path);
	if (*path->steps)
		return NULL;
	if (path->root == ROOT_LOCAL)
		type = function->body->locals.items[path->index].type;
	else if (path->root == ROOT_PARAMETER &&
		path->index < function->parameters.count)
		type = function->parameters.items[path->index].type;
	return type ? role_contract(program, type) : NULL;
}
