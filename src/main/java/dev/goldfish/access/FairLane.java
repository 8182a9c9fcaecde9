package dev.goldfish.access;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Tasks that wait for the same thread. Addresses take turns, and so do the client ids of each address. However much one of
 * them sends, it leaves room for the others: it may take no more than is free beside it and its address.
 */
final class FairLane {
    private record Task(Runnable work, long bytes) {}

    /** What waits of one client id at one address. */
    private static final class Sender {
        final Queue<Task> tasks = new ArrayDeque<>();
        long bytes;
    }

    /** What waits of one address, by client id, in the order of turns. */
    private static final class Address {
        final Map<String, Sender> senders = new LinkedHashMap<>();
        long bytes;
    }

    private final Executor thread;
    private final long mostBytes;
    /** In the order of turns. */
    private final Map<String, Address> addresses = new LinkedHashMap<>();

    private long bytes;

    FairLane(Executor thread, long mostBytes) {
        this.thread = thread;
        this.mostBytes = mostBytes;
    }

    /** Has something done in its turn; false where too much waits already. */
    boolean add(String remote, String clientId, long size, Runnable work) {
        boolean added = lineUp(remote, clientId, new Task(work, size));
        if (added) {
            thread.execute(() -> next().work().run());
        }
        return added;
    }

    private synchronized boolean lineUp(String remote, String clientId, Task task) {
        Address address = addresses.getOrDefault(remote, new Address());
        Sender sender = address.senders.getOrDefault(clientId, new Sender());
        if (sender.bytes + task.bytes() > mostBytes - bytes - address.bytes) {
            return false;
        }
        sender.tasks.add(task);
        address.senders.put(clientId, sender);
        addresses.put(remote, address);
        count(address, sender, task.bytes());
        return true;
    }

    private synchronized Task next() {
        Map.Entry<String, Address> address = removeFirst(addresses);
        Map.Entry<String, Sender> sender = removeFirst(address.getValue().senders);
        Task task = sender.getValue().tasks.remove();
        count(address.getValue(), sender.getValue(), -task.bytes());
        if (!sender.getValue().tasks.isEmpty()) {
            address.getValue().senders.put(sender.getKey(), sender.getValue());
        }
        if (!address.getValue().senders.isEmpty()) {
            addresses.put(address.getKey(), address.getValue());
        }
        return task;
    }

    private void count(Address address, Sender sender, long size) {
        sender.bytes += size;
        address.bytes += size;
        bytes += size;
    }

    private static <T> Map.Entry<String, T> removeFirst(Map<String, T> turns) {
        Map.Entry<String, T> first =
                Map.Entry.copyOf(turns.entrySet().iterator().next());
        turns.remove(first.getKey());
        return first;
    }
}
