package org.freshet.test.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts the statements of a server's {@code *Sql} classes, which all go through one client. */
public final class Statements implements BeanPostProcessor {

    private final AtomicLong count = new AtomicLong();

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof JdbcClient client ? counted(client) : bean;
    }

    private JdbcClient counted(JdbcClient client) {
        return (JdbcClient) Proxy.newProxyInstance(
                JdbcClient.class.getClassLoader(),
                new Class<?>[] {JdbcClient.class},
                (self, method, arguments) -> call(client, method, arguments));
    }

    private Object call(JdbcClient client, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("sql")) {
            count.incrementAndGet();
        }
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Since the server was started. */
    public long count() {
        return count.get();
    }
}
