package org.freshet.test.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.aopalliance.intercept.MethodInterceptor;
import org.freshet.server.job.WorkflowSteps;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * How long a server takes, in the transaction that finishes jobs, to count down what waits for them and to put into the queue
 * what may run now: all statements, with the ways to the database and back.
 */
final class ReleaseWatch implements BeanPostProcessor {

    /** @param vertices that were finished */
    private record Call(int vertices, double millis) {}

    private final List<Call> calls = new ArrayList<>();

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof WorkflowSteps)) {
            return bean;
        }
        var watched = new ProxyFactory(bean);
        watched.setProxyTargetClass(true);
        watched.addAdvice((MethodInterceptor) call -> {
            if (!call.getMethod().getName().equals("follow")) {
                return call.proceed();
            }
            var begin = System.nanoTime();
            var result = call.proceed();
            note(((Collection<?>) call.getArguments()[0]).size(), (System.nanoTime() - begin) / 1e6);
            return result;
        });
        return watched.getProxy();
    }

    private synchronized void note(int vertices, double millis) {
        calls.add(new Call(vertices, millis));
    }

    synchronized void forget() {
        calls.clear();
    }

    /** The median for one vertex; a call that was about several counts as so many. */
    synchronized double medianMillis() {
        var each = calls.stream()
                .flatMapToDouble(it -> {
                    var share = new double[it.vertices()];
                    Arrays.fill(share, it.millis() / it.vertices());
                    return Arrays.stream(share);
                })
                .sorted()
                .toArray();
        return each[each.length / 2];
    }
}
