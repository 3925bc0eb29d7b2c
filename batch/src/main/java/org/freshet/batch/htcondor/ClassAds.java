package org.freshet.batch.htcondor;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Reads what HTCondor prints with {@code -json} into records, whose components are the attributes that are asked for. */
final class ClassAds {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            // an expression that HTCondor did not evaluate comes as a text
            .withCoercionConfig(
                    LogicalType.Integer, it -> it.setCoercion(CoercionInputShape.String, CoercionAction.Fail))
            .build();

    private ClassAds() {}

    /** The value of option {@code -attributes}: {@code clusterId} is ClusterId. */
    static String attributes(Class<? extends Record> ad) {
        return Arrays.stream(ad.getRecordComponents())
                .map(RecordComponent::getName)
                .map(it -> it.substring(0, 1).toUpperCase(Locale.ROOT) + it.substring(1))
                .collect(Collectors.joining(","));
    }

    /**
     * The ads of an answer; none if it is empty, which is what condor_q prints when no job matches.
     *
     * @throws IOException it is something else, or only a part of it
     */
    static <T extends Record> List<T> read(String out, Class<T> ad) throws IOException {
        if (out.isBlank()) {
            return List.of();
        }
        try {
            List<T> ads = JSON.readValue(out, JSON.getTypeFactory().constructCollectionType(List.class, ad));
            if (ads == null || ads.contains(null)) {
                throw new IOException("its answer is not a list of jobs");
            }
            return ads;
        } catch (JacksonException e) {
            throw new IOException("its answer is cut off or is no JSON (" + e.getOriginalMessage() + ")", e);
        }
    }
}
