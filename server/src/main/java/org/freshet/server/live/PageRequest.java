package org.freshet.server.live;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.MappingMatch;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request for a page that no browser sent: of somebody who is not logged in, without a session. */
final class PageRequest extends HttpServletRequestWrapper {

    private static final String ACCEPT = "Accept";
    private static final String HTML = "text/html";

    private final ServletContext context;
    private final PageAddress address;
    private final Map<String, Object> attributes = new HashMap<>();

    PageRequest(ServletContext context, PageAddress address) {
        super(Blank.of(HttpServletRequest.class));
        this.context = context;
        this.address = address;
    }

    /** How the one servlet for all pages is found. */
    private static final class Everything implements HttpServletMapping {

        @Override
        public String getMatchValue() {
            return "";
        }

        @Override
        public String getPattern() {
            return "/";
        }

        @Override
        public String getServletName() {
            return "dispatcherServlet";
        }

        @Override
        public MappingMatch getMappingMatch() {
            return MappingMatch.DEFAULT;
        }
    }

    @Override
    public HttpServletMapping getHttpServletMapping() {
        return new Everything();
    }

    @Override
    public ServletContext getServletContext() {
        return context;
    }

    @Override
    public DispatcherType getDispatcherType() {
        return DispatcherType.REQUEST;
    }

    @Override
    public String getMethod() {
        return "GET";
    }

    @Override
    public String getRequestURI() {
        return address.path();
    }

    @Override
    public StringBuffer getRequestURL() {
        return new StringBuffer("http://localhost").append(address.path());
    }

    @Override
    public String getServletPath() {
        return address.path();
    }

    @Override
    public String getContextPath() {
        return "";
    }

    @Override
    public @Nullable String getQueryString() {
        return address.query().isEmpty() ? null : address.query();
    }

    @Override
    public @Nullable String getParameter(String name) {
        var values = address.parameters().get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        var values = address.parameters().get(name);
        return values == null ? null : values.toArray(String[]::new);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        var all = new LinkedHashMap<String, String[]>();
        address.parameters().forEach((name, values) -> all.put(name, values.toArray(String[]::new)));
        return all;
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(address.parameters().keySet());
    }

    @Override
    public @Nullable String getHeader(String name) {
        return ACCEPT.equalsIgnoreCase(name) ? HTML : null;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return ACCEPT.equalsIgnoreCase(name) ? Collections.enumeration(List.of(HTML)) : Collections.emptyEnumeration();
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(List.of(ACCEPT));
    }

    @Override
    public long getDateHeader(String name) {
        return -1;
    }

    @Override
    public int getIntHeader(String name) {
        return -1;
    }

    @Override
    public int getContentLength() {
        return -1;
    }

    @Override
    public long getContentLengthLong() {
        return -1;
    }

    @Override
    public Cookie[] getCookies() {
        return address.cookies().entrySet().stream()
                .map(it -> new Cookie(it.getKey(), it.getValue()))
                .toArray(Cookie[]::new);
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return attributes.get(name);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return Collections.enumeration(List.copyOf(attributes.keySet()));
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (value == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, value);
        }
    }

    @Override
    public void removeAttribute(String name) {
        attributes.remove(name);
    }

    @Override
    public String getCharacterEncoding() {
        return "UTF-8";
    }

    @Override
    public String getProtocol() {
        return "HTTP/1.1";
    }

    @Override
    public String getScheme() {
        return "http";
    }

    @Override
    public String getServerName() {
        return "localhost";
    }

    @Override
    public String getRemoteAddr() {
        return "127.0.0.1";
    }

    @Override
    public Locale getLocale() {
        return Locale.ENGLISH;
    }

    @Override
    public Enumeration<Locale> getLocales() {
        return Collections.enumeration(List.of(Locale.ENGLISH));
    }
}
