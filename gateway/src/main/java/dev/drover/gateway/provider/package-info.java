/**
 * Remote models. A {@link dev.drover.gateway.provider.Provider} speaks one provider's protocol to one deployment;
 * {@link dev.drover.gateway.provider.RemoteModel} makes of a model's deployments one client that fails over, retries
 * before the first byte alone, and gives a deployment that keeps failing a rest.
 */
@NullMarked
package dev.drover.gateway.provider;

import org.jspecify.annotations.NullMarked;
