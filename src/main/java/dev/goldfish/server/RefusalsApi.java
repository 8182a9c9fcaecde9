package dev.goldfish.server;

import dev.goldfish.protocol.ErrorCode;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Adds every refusal to the published description of {@code POST /call}, by its HTTP status. */
@OpenApiFilter(stages = RunStage.BUILD)
public class RefusalsApi implements OASFilter {
    private static final String REPLY = "#/components/schemas/Reply";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        APIResponses responses = api.getPaths().getPathItem("/call").getPOST().getResponses();
        Arrays.stream(ErrorCode.values())
                .collect(Collectors.groupingBy(ErrorCode::httpStatus, TreeMap::new, Collectors.toList()))
                .forEach((status, codes) -> responses.addAPIResponse(String.valueOf(status), response(codes)));
    }

    private static APIResponse response(List<ErrorCode> codes) {
        MediaType json =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref(REPLY));
        codes.forEach(code -> json.addExample(
                code.text(),
                OASFactory.createExample().value(Map.of("ok", false, "status", "error", "error", code.text()))));
        APIResponse response = OASFactory.createAPIResponse()
                .description(codes.stream().map(ErrorCode::text).collect(Collectors.joining(", ", "Refused: ", ".")))
                .content(OASFactory.createContent().addMediaType("application/json", json));
        if (codes.stream().anyMatch(code -> code.retryAfterSeconds() > 0)) {
            response.addHeader(
                    "Retry-After",
                    OASFactory.createHeader()
                            .description("In how many seconds sending again may help")
                            .schema(OASFactory.createSchema().addType(SchemaType.INTEGER)));
        }
        return response;
    }
}
