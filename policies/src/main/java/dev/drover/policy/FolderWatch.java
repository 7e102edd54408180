package dev.drover.policy;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Tells when the files of a folder may have changed: at once where the operating system says so, else by looking at
 * their names, places, sizes and times. It looks through symbolic links, so a mounted ConfigMap, whose files are links
 * into a folder that is swapped as a whole, is seen to change, and so is a folder that is itself a link.
 */
final class FolderWatch implements AutoCloseable {

    private final Path folder;
    private @Nullable WatchService service;
    private @Nullable WatchKey key;
    private @Nullable Path watched;

    FolderWatch(Path folder) {
        this.folder = folder;
        try {
            service = folder.getFileSystem().newWatchService();
        } catch (IOException | UnsupportedOperationException unavailable) {
            service = null;
        }
        follow();
    }

    /**
     * Waits for a change to be told.
     *
     * @return true when one was; false when the time is up, which says nothing about the files
     * @throws ClosedWatchServiceException when it was closed
     */
    boolean await(Duration time) throws InterruptedException {
        follow();
        WatchService told = service;
        if (told == null) {
            Thread.sleep(time);
            return false;
        }
        WatchKey changed = told.poll(time.toMillis(), TimeUnit.MILLISECONDS);
        if (changed == null) {
            return false;
        }
        changed.pollEvents();
        changed.reset();
        return true;
    }

    /** What the files look like from outside; equal as long as none was changed, added, removed or relinked. */
    String fingerprint() {
        StringBuilder print = new StringBuilder();
        try {
            for (Path file : PolicyReader.files(folder)) {
                print.append(file.getFileName()).append('|');
                if (Files.exists(file)) {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    print.append(file.toRealPath())
                            .append('|')
                            .append(attributes.size())
                            .append('|')
                            .append(attributes.lastModifiedTime())
                            .append('|')
                            .append(attributes.fileKey());
                }
                print.append('\n');
            }
            return print.toString();
        } catch (IOException failure) {
            return print + "unreadable: " + failure.getClass().getSimpleName();
        }
    }

    /** Watches the folder where it really is, also after a link to it was swapped. */
    private void follow() {
        if (service == null) {
            return;
        }
        try {
            Path real = folder.toRealPath();
            if (real.equals(watched) && key != null && key.isValid()) {
                return;
            }
            if (key != null) {
                key.cancel();
            }
            key = real.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE,
                    StandardWatchEventKinds.ENTRY_MODIFY);
            watched = real;
        } catch (IOException gone) {
            watched = null;
        }
    }

    @Override
    public void close() {
        if (service != null) {
            try {
                service.close();
            } catch (IOException alreadyGone) {
                service = null;
            }
        }
    }
}
