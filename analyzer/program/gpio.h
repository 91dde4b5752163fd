/*
 * GPIO controllers (GpioClx): how the controller's registers are reached decides
 * at which IRQL the callbacks that work on pins run. What the client says is a
 * constant in what CLIENT_QueryControllerBasicInformation fills in.
 */
#ifndef PROGRAM_GPIO_H
#define PROGRAM_GPIO_H

#include "program/program.h"

/* Whether every controller of the driver stands behind a serial bus: then all
 * of its callbacks run at PASSIVE_LEVEL. */
bool gpio_is_serial(struct program *program);

/* Whether each says which of the two it is. */
bool gpio_is_known(struct program *program);

#endif
