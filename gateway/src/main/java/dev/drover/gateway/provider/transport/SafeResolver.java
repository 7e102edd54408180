package dev.drover.gateway.provider.transport;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultNameResolver;
import io.netty.resolver.InetNameResolver;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the addresses of hosts and refuses those behind which a cloud keeps its secrets: link-local ones (among them
 * 169.254.169.254) and two that are not, the unspecified one and multicast. The address that was looked at is the one that is connected to,
 * so a name cannot change its mind in between.
 */
final class SafeResolver extends AddressResolverGroup<InetSocketAddress> {

    /** For connections of this process itself. */
    static final SafeResolver DIRECT = new SafeResolver(false);
    /** For connections through a proxy, which may know names that are unknown here. */
    static final SafeResolver PROXIED = new SafeResolver(true);

    private static final Set<String> SECRET_NAMES = Set.of("metadata", "metadata.google.internal", "metadata.goog",
            "instance-data", "instance-data.ec2.internal");

    private final boolean proxied;

    private SafeResolver(boolean proxied) {
        this.proxied = proxied;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        AddressResolver<InetSocketAddress> checking = new Checking(executor).asAddressResolver();
        return proxied ? new Lenient(executor, checking) : checking;
    }

    /** Whether a name is one under which clouds tell secrets. */
    static boolean namesSecrets(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return SECRET_NAMES.contains(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
    }

    /**
     * Looks at a host before anything is connected.
     *
     * @param field what names it, for messages
     * @throws IllegalArgumentException when it is an address that may not be asked
     */
    static void check(String field, String host) {
        String address = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (NetUtil.isValidIpV4Address(address) || NetUtil.isValidIpV6Address(address)) {
            try {
                if (refused(InetAddress.getByName(address))) {
                    throw new IllegalArgumentException(
                            field + ": " + host + " (expected: no link-local, unspecified or multicast address)");
                }
            } catch (UnknownHostException impossible) {
                throw new IllegalArgumentException(field + ": " + host + " (expected: an address)", impossible);
            }
        }
    }

    static boolean refused(InetAddress address) {
        return address.isLinkLocalAddress() || address.isAnyLocalAddress() || address.isMulticastAddress()
                || address.getHostAddress().startsWith("fd00:ec2:")
                || address.getHostAddress().equals("100.100.100.200");
    }

    private static void check(String host, InetAddress address) throws UnknownHostException {
        if (refused(address)) {
            throw new Refused(host + " is " + address.getHostAddress()
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

    /** Leaves to a proxy what is unknown here, and nothing that is refused. */
    private static final class Lenient extends AbstractAddressResolver<InetSocketAddress> {

        private final AddressResolver<InetSocketAddress> checking;

        Lenient(EventExecutor executor, AddressResolver<InetSocketAddress> checking) {
            super(executor, InetSocketAddress.class);
            this.checking = checking;
        }

        @Override
        protected boolean doIsResolved(InetSocketAddress address) {
            return !address.isUnresolved();
        }

        @Override
        protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) {
            checking.resolve(address).addListener(found -> {
                if (found.isSuccess()) {
                    promise.trySuccess((InetSocketAddress) found.getNow());
                } else if (found.cause() instanceof Refused) {
                    promise.tryFailure(found.cause());
                } else {
                    promise.trySuccess(address);
                }
            });
        }

        @Override
        protected void doResolveAll(InetSocketAddress address, Promise<List<InetSocketAddress>> promise) {
            checking.resolveAll(address).addListener(found -> {
                if (found.isSuccess()) {
                    promise.trySuccess(((List<?>) found.getNow()).stream().map(InetSocketAddress.class::cast).toList());
                } else if (found.cause() instanceof Refused) {
                    promise.tryFailure(found.cause());
                } else {
                    promise.trySuccess(List.of(address));
                }
            });
        }

        @Override
        public void close() {
            checking.close();
        }
    }

    /** A name that stands for an address which may not be asked. */
    private static final class Refused extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }
}
