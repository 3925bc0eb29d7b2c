package org.freshet.test.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate for this machine that no authority signed, as files in one directory. */
public record SelfSigned(Path certificate, Path key, Path truststore) {

    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "freshet";

    /** Makes it with the tools of the Java that runs this test. */
    public static SelfSigned in(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
        var store = directory.resolve("server.p12");
        keytool(List.of(
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "30",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-keystore",
                store.toString()));
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        var certificate = pem(
                directory.resolve("cert.pem"),
                "CERTIFICATE",
                keys.getCertificate(ALIAS).getEncoded());
        var key = pem(
                directory.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
        var trust = directory.resolve("trust.p12");
        keytool(List.of(
                "-importcert",
                "-noprompt",
                "-alias",
                ALIAS,
                "-file",
                certificate.toString(),
                "-keystore",
                trust.toString()));
        return new SelfSigned(certificate, key, trust);
    }

    private static Path pem(Path file, String what, byte[] content) throws IOException {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    private static void keytool(List<String> arguments) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        words.addAll(arguments);
        words.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }
}
