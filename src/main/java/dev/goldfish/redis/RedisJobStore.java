package dev.goldfish.redis;

import dev.goldfish.job.Census;
import dev.goldfish.job.Job;
import dev.goldfish.job.JobConfig;
import dev.goldfish.job.JobPage;
import dev.goldfish.job.JobRef;
import dev.goldfish.job.JobStore;
import dev.goldfish.job.Lease;
import dev.goldfish.job.NewJob;
import dev.goldfish.job.Renewal;
import dev.goldfish.job.Start;
import dev.goldfish.job.Written;
import dev.goldfish.protocol.UnavailableException;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Jobs in Redis: one Lua script per transition, each on the keys of one partition. */
public final class RedisJobStore implements JobStore {
    private static final Logger LOG = Logger.getLogger(RedisJobStore.class);
    /** Their arguments or results may be long. */
    private static final int MOST_AT_ONCE = 16;

    private static final int MOST_RENEWED_AT_ONCE = 200;
    private static final int MOST_REAPED_AT_ONCE = 100;

    private final Script start = Script.load("start");
    private final Script renew = Script.load("renew");
    private final Script renewAlone = Script.load("renew_alone");
    private final Script progress = Script.load("progress");
    private final Script handBack = Script.load("hand_back");
    private final Script cancel = Script.load("cancel");
    private final Script reap = Script.load("reap");
    private final Script list = Script.load("list");
    private final Script withdraw = Script.load("withdraw");

    private final BatchScript starts;
    private final BatchScript completes;
    private final BatchScript polls;

    private final RedisLink link;
    private final Doorbell doorbell;
    private final Contact contact;
    private final JobConfig config;
    private final Unanswered unanswered = new Unanswered();
    /** The jobs of each partition, as the last reaping found them. */
    private final Map<String, Census> counted = new ConcurrentHashMap<>();

    private final Claims claims;

    /** @param traced whether each job has round trips of its own, so that its traces can show them */
    public RedisJobStore(RedisLink link, Doorbell doorbell, Contact contact, JobConfig config, boolean traced) {
        this.link = link;
        this.doorbell = doorbell;
        this.contact = contact;
        this.config = config;
        this.starts = new BatchScript(start, link, MOST_AT_ONCE, traced, partition -> startHeading(partition, false));
        this.completes = new BatchScript(Script.load("complete"), link, MOST_AT_ONCE, traced, this::endHeading);
        this.polls = new BatchScript(Script.load("poll"), link, MOST_AT_ONCE, traced, this::pollHeading);
        Script claim = Script.load("claim");
        this.claims = new Claims((partition, words) -> run(claim, partition, words), unanswered, config.lease());
        doorbell.onRing((kind, member) -> {
            if (kind == Ring.Kind.READY) {
                claims.hope(Keys.partitionOf(member));
            }
        });
    }

    @Override
    public Uni<Start> start(NewJob job, boolean slot) {
        String member = Keys.member(job.ref());
        String partition = Keys.partitionOf(member);
        String claimId = slot ? Unanswered.claimId() : "";
        Words asked = Words.ofArgs(
                member,
                job.ref().clientId(),
                job.tool(),
                job.digest(),
                job.args(),
                job.listed() ? "job" : "call",
                claimId,
                job.maxRuntime().toMillis(),
                job.attempts(),
                job.liveJobs(),
                job.trace());
        return sendStart(job, partition, asked).onFailure().invoke(failure -> {
            if (slot) {
                unanswered.note(partition, claimId, failure);
            }
        });
    }

    private Uni<Start> sendStart(NewJob job, String partition, Words asked) {
        if (!confirmed(job)) {
            return Uni.createFrom()
                    .completionStage(() -> starts.run(partition, asked, answer -> Answers.start(job, answer)));
        }
        return Uni.createFrom()
                .completionStage(() -> start.run(
                        (name, request) -> link.sendConfirmed(name, request, config.replicasToConfirm()),
                        startHeading(partition, true).and(asked)))
                .map(confirmed -> {
                    Start started = Answers.start(job, confirmed.answer().get(0));
                    boolean written = started instanceof Start.Queued || started instanceof Start.Known;
                    return written && !confirmed.byReplicas() ? new Start.Unconfirmed() : started;
                });
    }

    private Words startHeading(String partition, boolean confirm) {
        return heading(partition)
                .with(
                        config.lease().toMillis(),
                        config.retention().toMillis(),
                        config.queueLimit(),
                        queuedElsewhere(partition),
                        flag(confirm),
                        clientBytes());
    }

    private Words endHeading(String partition) {
        return heading(partition).with(clientBytes());
    }

    /** 0 for a share of the memory, which the scripts look at themselves. */
    private long clientBytes() {
        return config.clientBytes().map(MemorySize::asLongValue).orElse(0L);
    }

    private Words pollHeading(String partition) {
        return heading(partition)
                .with(flag(mayTakeOver(partition)), config.retryBackoff().toMillis());
    }

    /** A synchronous call is not: it ends before a failover could matter to most. */
    private boolean confirmed(NewJob job) {
        return job.listed() && config.replicasToConfirm() > 0;
    }

    @Override
    public Uni<List<Lease>> claim(Set<String> tools, int most) {
        return claims.claim(tools, most);
    }

    @Override
    public boolean mayHoldWork() {
        return claims.mayHoldWork();
    }

    @Override
    public Uni<Map<Lease, Renewal>> renew(Collection<Lease> leases) {
        Map<String, List<Lease>> byPartition = leases.stream()
                .collect(Collectors.groupingBy(
                        lease -> Keys.partition(lease.ref().clientId())));
        List<Uni<Map<Lease, Renewal>>> batches = new ArrayList<>();
        byPartition.forEach((partition, all) -> {
            for (int from = 0; from < all.size(); from += MOST_RENEWED_AT_ONCE) {
                batches.add(
                        renewBatch(partition, all.subList(from, Math.min(all.size(), from + MOST_RENEWED_AT_ONCE))));
            }
        });
        return together(batches).map(maps -> {
            Map<Lease, Renewal> renewals = new HashMap<>();
            maps.forEach(renewals::putAll);
            return renewals;
        });
    }

    private Uni<Map<Lease, Renewal>> renewBatch(String partition, List<Lease> leases) {
        List<Words> each = leases.stream()
                .map(lease -> Words.ofArgs(Keys.member(lease.ref()), lease.fence()))
                .toList();
        return run(renew, partition, Words.ofArgs(config.lease().toMillis()).and(each))
                .map(answer -> {
                    Map<Lease, Renewal> renewals = new HashMap<>();
                    for (int i = 0; i < leases.size(); i++) {
                        renewals.put(
                                leases.get(i), Renewal.valueOf(answer.get(i).toString()));
                    }
                    return renewals;
                })
                // Those of the other batches are renewed all the same.
                .onFailure()
                .recoverWithUni(failure -> {
                    if (RedisErrors.isOfMovingSlot(failure.getCause())) {
                        return renewEach(leases);
                    }
                    if (failure instanceof UnavailableException) {
                        LOG.warnf("%d leases not renewed: %s", leases.size(), failure.getMessage());
                    } else {
                        LOG.errorf("%d leases of %s not renewed: %s", leases.size(), partition, failure);
                    }
                    return Uni.createFrom().item(Map.of());
                });
    }

    private Uni<Map<Lease, Renewal>> renewEach(List<Lease> leases) {
        Map<Lease, Renewal> renewals = new ConcurrentHashMap<>();
        return together(leases.stream()
                        .map(lease -> renewAlone(lease)
                                .invoke(renewal -> renewals.put(lease, renewal))
                                .onFailure()
                                .recoverWithNull())
                        .toList())
                .replaceWith(renewals);
    }

    /** Keeps a job whose partition is on its way to another node of a Redis Cluster, however long that takes. */
    Uni<Renewal> renewAlone(Lease lease) {
        Words words = Words.ofKeys(Keys.job(Keys.member(lease.ref())))
                .with(lease.fence(), config.lease().toMillis());
        return Uni.createFrom()
                .completionStage(() -> renewAlone.run(link::send, words))
                .map(answer -> Renewal.valueOf(answer.toString()));
    }

    @Override
    public Uni<Renewal> progress(Lease lease, double fraction, String message) {
        return runFor(progress, lease.ref(), lease.fence(), fraction, message)
                .map(answer -> Renewal.valueOf(answer.toString()));
    }

    @Override
    public Uni<Written> complete(Lease lease, Ending ending) {
        String result = ending.result() == null ? "" : ending.result();
        return runFor(completes, lease.ref(), Answers::written, lease.fence(), ending.state(), ending.error(), result);
    }

    @Override
    public Uni<Boolean> handBack(Lease lease) {
        return runFor(handBack, lease.ref(), lease.fence()).map(Response::toBoolean);
    }

    @Override
    public Uni<Optional<Job>> cancel(JobRef ref) {
        return runFor(cancel, ref, config.cancelGrace().toMillis()).map(answer -> Answers.found(ref, answer));
    }

    @Override
    public Uni<Optional<Census>> reap(Set<String> tools) {
        List<Uni<Void>> withdrawals = unanswered.partitions().stream()
                .map(partition -> withdraw(partition, unanswered.some(partition)))
                .toList();
        return together(withdrawals).flatMap(withdrawn -> reapPartitions(tools));
    }

    /** Gives back what this replica got without knowing. */
    Uni<Void> withdraw(String partition, List<String> claimIds) {
        return run(withdraw, partition, Words.ofArgs(claimIds.toArray()))
                .invoke(() -> unanswered.forget(partition, claimIds))
                .onFailure()
                .invoke(failure -> logRefusal("not withdrawn", partition, failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Optional<Census>> reapPartitions(Set<String> tools) {
        List<Uni<Census>> partitions = Keys.PARTITIONS.stream()
                .map(partition -> reapPartition(partition, tools))
                .toList();
        return together(partitions)
                .map(found -> counted.isEmpty() ? Optional.empty() : Optional.of(Census.together(found)));
    }

    private Uni<Census> reapPartition(String partition, Set<String> tools) {
        Words words = Words.ofArgs(MOST_REAPED_AT_ONCE, config.retryBackoff().toMillis(), flag(mayTakeOver(partition)))
                .with(tools.toArray());
        return run(reap, partition, words)
                .map(answer -> {
                    contact.answered(partition);
                    Census census = Answers.census(answer);
                    counted.put(partition, census.withoutEnded());
                    if (census.queued() > 0) {
                        claims.hope(partition);
                    }
                    return census;
                })
                // The other partitions may be on servers that answer.
                .onFailure()
                .recoverWithItem(failure -> {
                    contact.failed(partition);
                    logRefusal("not reaped", partition, failure);
                    return counted.getOrDefault(partition, Census.EMPTY);
                });
    }

    /** A Redis that is away is in the log already. */
    private static void logRefusal(String what, String partition, Throwable failure) {
        if (!(failure instanceof UnavailableException)) {
            LOG.errorf("%s: %s: %s", partition, what, failure);
        }
    }

    /** While Redis was away nobody could renew: every worker first gets the time of one lease to do so. */
    private boolean mayTakeOver(String partition) {
        return contact.unbroken(partition).compareTo(config.lease()) >= 0;
    }

    @Override
    public Uni<Optional<Job>> poll(JobRef ref) {
        return runFor(polls, ref, answer -> Answers.found(ref, answer))
                .invoke(() -> contact.answered(Keys.partition(ref.clientId())));
    }

    @Override
    public Uni<JobPage> list(String clientId, String status, int limit, String cursor) {
        return run(list, Keys.partition(clientId), Words.ofArgs(Keys.owner(clientId), status, limit, cursor))
                .map(Answers::page);
    }

    @Override
    public void onRing(Consumer<Ring> listener) {
        doorbell.onRing((kind, member) -> listener.accept(new Ring(kind, Keys.jobId(member))));
    }

    private long queuedElsewhere(String partition) {
        return counted.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(partition))
                .mapToLong(entry -> entry.getValue().queued())
                .sum();
    }

    private Uni<Response> runFor(Script script, JobRef ref, Object... args) {
        String member = Keys.member(ref);
        return run(script, Keys.partitionOf(member), Words.ofArgs(member).with(args));
    }

    private static <T> Uni<T> runFor(BatchScript script, JobRef ref, Function<Response, T> read, Object... args) {
        String member = Keys.member(ref);
        return Uni.createFrom()
                .completionStage(() -> script.run(
                        Keys.partitionOf(member), Words.ofArgs(member).with(args), read));
    }

    private Uni<Response> run(Script script, String partition, Words words) {
        return Uni.createFrom()
                .completionStage(() -> script.run(link::send, heading(partition).and(words)));
    }

    /** What every script of jobs begins with. */
    private Words heading(String partition) {
        return Keys.ofJobs(partition).with(doorbell.channel());
    }

    private static <T> Uni<List<T>> together(List<Uni<T>> unis) {
        return unis.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join().all(unis).andFailFast();
    }

    private static String flag(boolean value) {
        return value ? "1" : "0";
    }
}
