namespace Fabrique.Workflows.Api;

/// <summary>Marks a GET that changes something.</summary>
internal sealed class UnsafeGetMetadata
{
    public static readonly UnsafeGetMetadata Instance = new();
}
