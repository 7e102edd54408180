/**
 * What is measured: spans and metrics by OpenTelemetry's conventions for generative models, and the settling of what an
 * answer used. Labels come from the policies, never from a request, and providers' codes are few, so there are as many
 * time series as there are models.
 */
@NullMarked
package dev.drover.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
