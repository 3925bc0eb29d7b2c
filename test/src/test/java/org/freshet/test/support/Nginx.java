package org.freshet.test.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import org.awaitility.Awaitility;

/** nginx with the configuration that is shipped, before a server of this machine. */
public final class Nginx implements AutoCloseable {

    private final ShellCommand command;
    private final URI url;

    private Nginx(ShellCommand command, URI url) {
        this.command = command;
        this.url = url;
    }

    /** Starts it after it has checked its configuration. */
    public static Nginx start(Installation installation, URI server, SelfSigned certificate) throws IOException {
        var shipped = Directories.project().resolve("deploy/nginx/freshet.conf");
        int plain = freePort();
        int secure = freePort();
        var site = installation.write(
                "freshet.conf",
                Files.readString(shipped)
                        .replaceAll("listen \\[::]:[^;]*;", "")
                        .replace("listen 80;", "listen 127.0.0.1:" + plain + ";")
                        .replace("listen 443 ssl;", "listen 127.0.0.1:" + secure + " ssl;")
                        .replace(
                                "/etc/ssl/certs/freshet.pem",
                                certificate.certificate().toString())
                        .replace(
                                "/etc/ssl/private/freshet.key",
                                certificate.key().toString())
                        .replace("server 127.0.0.1:8080;", "server " + server.getAuthority() + ";"));
        var directory = Files.createDirectory(installation.directory().resolve("nginx"));
        var main = installation.write(
                "nginx.conf", """
                daemon off;
                pid DIR/pid;
                error_log stderr;
                events {}
                http {
                  access_log off;
                  client_body_temp_path DIR/body;
                  proxy_temp_path DIR/proxy;
                  fastcgi_temp_path DIR/fastcgi;
                  uwsgi_temp_path DIR/uwsgi;
                  scgi_temp_path DIR/scgi;
                  include SITE;
                }
                """.replace("DIR", directory.toString()).replace("SITE", site.toString()));
        var nginx = "PATH=$PATH:/usr/sbin:/sbin nginx -e stderr -p " + directory + " -c " + main;
        installation.run(nginx + " -t").successful();
        var command = installation.start("export " + nginx.replace(" nginx", "; exec nginx"));
        Awaitility.await().until(() -> Files.exists(directory.resolve("pid")));
        return new Nginx(command, URI.create("https://127.0.0.1:" + secure));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public URI url() {
        return url;
    }

    @Override
    public void close() {
        command.process().destroy();
        command.ended();
    }
}
