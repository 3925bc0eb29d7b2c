package org.freshet.pilot;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The pilot's command line. */
final class PilotOptions {

    private static final int SHORTEST_NONCE = 16;
    private static final int LONGEST_NONCE = 100;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--server",
            required = true,
            split = ",",
            paramLabel = "URL",
            description = "Address of the server; several are tried in this order.")
    private List<URI> servers = List.of();

    @Option(names = "--site", required = true, paramLabel = "NAME", description = "Site that the pilot belongs to.")
    private String site = "";

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Directory below which every job gets its own. Default: the current directory.")
    private Path work = Path.of("");

    @Option(
            names = "--nonce",
            paramLabel = "N",
            description = "Chosen by whoever ordered the pilot, 16 to 100 characters. Default: random.")
    private String nonce = UUID.randomUUID().toString();

    @Option(names = "--batch-id", paramLabel = "ID", description = "The batch system's id of the slot.")
    private @Nullable String batchId;

    @Option(names = "--cores", paramLabel = "N", description = "Cores to offer. Default: ${DEFAULT-VALUE}.")
    private int cores = 1;

    @Option(
            names = "--memory-mb",
            paramLabel = "N",
            description = "Memory to offer. Default: the machine's, divided by its processors, for each core.")
    private @Nullable Integer memoryMb;

    @Option(
            names = "--disk-mb",
            paramLabel = "N",
            description = "Disk to offer. Default: what is free in the work directory.")
    private @Nullable Integer diskMb;

    @Option(names = "--tag", paramLabel = "T", description = "An ability to offer, for example gpu; repeatable.")
    private List<String> tags = List.of();

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "File whose first line is the site's secret. Default: the first line of standard input.")
    private @Nullable Path secretFile;

    @Option(
            names = "--delete-secret-file",
            description = "Delete that file once it was read: for a copy that the batch system has transferred.")
    private boolean deleteSecretFile;

    List<URI> servers() {
        for (var it : servers) {
            boolean http = "http".equals(it.getScheme()) || "https".equals(it.getScheme());
            check(http && it.getHost() != null, "--server " + it + " is not of the form http://HOST[:PORT].");
            check(
                    it.getRawUserInfo() == null && it.getRawQuery() == null && it.getRawFragment() == null,
                    "--server takes no user, query or fragment.");
        }
        check(!servers.isEmpty(), "--server needs an address.");
        return servers;
    }

    String site() {
        return site;
    }

    Path work() {
        check(work.toString().indexOf('\n') < 0, "--work must not hold a line break.");
        return work.toAbsolutePath().normalize();
    }

    String nonce() {
        int length = nonce.length();
        check(length >= SHORTEST_NONCE && length <= LONGEST_NONCE, "--nonce needs 16 to 100 characters.");
        return nonce;
    }

    @Nullable
    String batchId() {
        return batchId;
    }

    Slot slot() {
        check(cores > 0, "--cores must be at least 1.");
        check(memoryMb == null || memoryMb >= 0, "--memory-mb must not be negative.");
        check(diskMb == null || diskMb >= 0, "--disk-mb must not be negative.");
        long share = (long) Machine.memoryMb() * Math.min(cores, Machine.processors()) / Machine.processors();
        return new Slot(cores, memoryMb == null ? (int) share : memoryMb, diskMb, tags, work());
    }

    SecretSource secret() {
        check(!deleteSecretFile || secretFile != null, "--delete-secret-file needs --secret-file.");
        return new SecretSource(secretFile, deleteSecretFile);
    }

    private void check(boolean good, String complaint) {
        if (!good && spec != null) {
            throw new ParameterException(spec.commandLine(), complaint);
        }
    }
}
