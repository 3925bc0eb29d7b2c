package org.freshet.server.platform;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;

/** Holds JSON to what the records promise: a component that is not {@code @Nullable} is neither missing nor null. */
final class RequiredComponents extends AnnotationIntrospector {

    private static final long serialVersionUID = 1;

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
        var component = component(member);
        return component == null ? null : !isNullable(component.getAnnotatedType());
    }

    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
        var component = component(annotated);
        if (component == null) {
            return JsonSetter.Value.empty();
        }
        // No list of the API has gaps, whether or not it may be absent itself.
        return JsonSetter.Value.construct(
                isNullable(component.getAnnotatedType()) ? Nulls.SET : Nulls.FAIL, Nulls.FAIL);
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    /** The component that a parameter of a record's canonical constructor sets. */
    private static @Nullable RecordComponent component(Annotated annotated) {
        if (!(annotated instanceof AnnotatedParameter parameter)
                || !parameter.getDeclaringClass().isRecord()) {
            return null;
        }
        var components = parameter.getDeclaringClass().getRecordComponents();
        var canonical = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return parameter.getOwner().getParameterCount() == canonical.length ? components[parameter.getIndex()] : null;
    }
}
