using Microsoft.AspNetCore.Http.Metadata;

namespace Fabrique.Workflows.Api;

/// <summary>Marks the endpoints of the contract: their answers are never replaced by the pages that the host shows to people.</summary>
internal sealed class ApiEndpointMetadata : ISkipStatusCodePagesMetadata
{
    public static readonly ApiEndpointMetadata Instance = new();
}
