/*
 * One of each thing that facts hold: directives, a role, contracts, a table of
 * functions, variables in sections, and a body with branches and a loop. Types
 * are declared here, so that the facts name no header.
 */
#define PAGED_CODE() check_level()
#define _IRQL_requires_max_(level)
#define ALLOC_PRAGMA 1

struct device;
struct request;
typedef unsigned char KIRQL;
typedef int DRIVER_DISPATCH(struct device *, struct request *);

struct device {
	int *lock;
	KIRQL old;
	struct request *queue[4];
};

struct operations {
	int (*start)(struct device *, int);
	int (*stop)(struct device *, int);
};

void check_level(void);
KIRQL raise_level(int level);
void lower_level(KIRQL level);

DRIVER_DISPATCH dispatch;
_IRQL_requires_max_(1) int start(struct device *device, int count);
static int stop(struct device *device, int count);

#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, dispatch, start)
#endif

#pragma data_seg("PAGEDATA")
static const struct operations table = { start, stop };
int starts = 1;
#pragma data_seg()

int start(struct device *device, int count)
{
	PAGED_CODE();
	device->old = raise_level(2);
	for (int i = 0; i < count; i++)
		device->queue[i] = 0;
	lower_level(device->old);
	return starts++;
}

#pragma code_seg(push, "PAGESTOP")
static int stop(struct device *device, int count)
{
	switch (count) {
	case 0:
		return -1;
	case 7:
		lower_level(device->old);
	}
	return count > 3 && device->lock ? *device->lock : 0;
}
#pragma code_seg(pop)

int dispatch(struct device *device, struct request *request)
{
	return request ? table.start(device, 1) : table.stop(device, 0);
}

/* What is returned has parameters of its own. */
int (*chosen(struct device *device))(struct device *device, int count)
{
	return device->lock ? stop : start;
}
