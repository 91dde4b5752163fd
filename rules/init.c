/* What PA6001 and PA6002 share: why a context is after initialisation. */
#include "rules/check.h"

void witness_late(
	struct check *check, struct finding *finding, uint32_t context)
{
	const struct role *role = entry_role(check, context);

	witness_context(check, finding, context);
	if (role)
		finding_relate(check->findings, finding, role->place,
			"a %s can run after initialisation", role->type);
}
