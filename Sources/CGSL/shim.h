#pragma once
#include <gsl/gsl_version.h>
