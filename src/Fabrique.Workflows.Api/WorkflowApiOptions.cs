namespace Fabrique.Workflows.Api;

/// <summary>Settings of the HTTP contract.</summary>
public sealed class WorkflowApiOptions
{
    /// <summary>Schemes by which the host authenticates callers; its default scheme when empty.</summary>
    public IList<string> AuthenticationSchemes { get; } = [];

    /// <summary>Largest body of a request, in bytes; a longer one is refused with 413.</summary>
    public int MaximumBodyBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Most definitions in one import or export, and most rows in one page.</summary>
    public int MaximumItems { get; set; } = 1_000;

    /// <summary>How often instances that somebody looks at are asked whether another process moved them.</summary>
    public TimeSpan ObservationInterval { get; set; } = TimeSpan.FromSeconds(2);
}
