/*
 * One run of the pipeline, as far as a command needs it: inputs to facts,
 * facts to findings. What goes wrong is said at once; the functions then
 * return false, and the command ends with EXIT_STATUS_FAILED.
 */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include <stdbool.h>

#include "audit.h"
#include "cli/options.h"
#include "project/project.h"

/* One driver, linked and judged by itself. */
struct driver_audit {
	const struct driver *driver;
	struct audit audit;
};

struct session {
	struct options *options;
	struct arena *arena; /* the options' */
	struct project project;
	struct audit_options audit_options;
	struct audit units; /* what was read, for all drivers */
	struct image image; /* of --image */
	VEC(struct driver_audit *) drivers; /* after session_run */
	int64_t started; /* platform_milliseconds */
};

void session_init(struct session *session, struct options *options);
void session_release(struct session *session);

/* The inputs are sources: finds the units, and reads them. A command that has
 * to look at the units first, in session.project, takes the steps apart. */
bool session_read_sources(struct session *session);
bool session_find_sources(struct session *session);
void session_read_found(struct session *session);

/* The inputs are files of facts. */
bool session_read_facts(struct session *session);

/* Links the facts of each driver, follows IRQL, runs the rules. */
bool session_run(struct session *session);

/* For commands without a report: says which sources could not be read, and
 * returns how a run that is otherwise clean ends. */
enum exit_status session_report_unread(const struct session *session);

/* Where the mingw-w64 headers and our model headers are: PAGEAUDIT_DDK and
 * PAGEAUDIT_HEADERS in the environment, else as built. */
const char *kit_directory(void);
const char *headers_directory(void);

#endif
