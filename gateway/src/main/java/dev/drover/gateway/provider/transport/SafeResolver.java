package dev.drover.gateway.provider.transport;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultNameResolver;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Finds the addresses of hosts and refuses those behind which a cloud keeps its secrets: link-local ones (among them
 * 169.254.169.254) and two that are not, the unspecified one and multicast. The address that was looked at is the one that is connected to,
 * so a name cannot change its mind in between.
 */
final class SafeResolver extends AddressResolverGroup<InetSocketAddress> {

    static final SafeResolver INSTANCE = new SafeResolver();

    private SafeResolver() {}

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Checking(executor).asAddressResolver();
    }

    static boolean refused(InetAddress address) {
        return address.isLinkLocalAddress() || address.isAnyLocalAddress() || address.isMulticastAddress()
                || address.getHostAddress().startsWith("fd00:ec2:")
                || address.getHostAddress().equals("100.100.100.200");
    }

    private static void check(String host, InetAddress address) throws UnknownHostException {
        if (refused(address)) {
            throw new UnknownHostException(host + " is " + address.getHostAddress()
                    + " (expected: no link-local, unspecified or multicast address)");
        }
    }

    private static final class Checking extends InetNameResolver {

        private final DefaultNameResolver resolver;

        Checking(EventExecutor executor) {
            super(executor);
            this.resolver = new DefaultNameResolver(executor);
        }

        @Override
        protected void doResolve(String host, Promise<InetAddress> promise) {
            resolver.resolve(host).addListener(found -> {
                if (!found.isSuccess()) {
                    promise.tryFailure(found.cause());
                    return;
                }
                InetAddress address = (InetAddress) found.getNow();
                try {
                    check(host, address);
                    promise.trySuccess(address);
                } catch (UnknownHostException refused) {
                    promise.tryFailure(refused);
                }
            });
        }

        @Override
        @SuppressWarnings("unchecked")
        protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
            resolver.resolveAll(host).addListener(found -> {
                if (!found.isSuccess()) {
                    promise.tryFailure(found.cause());
                    return;
                }
                List<InetAddress> addresses = (List<InetAddress>) found.getNow();
                try {
                    for (InetAddress address : addresses) {
                        check(host, address);
                    }
                    promise.trySuccess(addresses);
                } catch (UnknownHostException refused) {
                    promise.tryFailure(refused);
                }
            });
        }
    }
}
