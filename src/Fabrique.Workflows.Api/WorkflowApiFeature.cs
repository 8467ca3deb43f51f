namespace Fabrique.Workflows.Api;

/// <summary>A part of the server that Studio asks for before it uses it. Register one as a singleton for each part that is really served.</summary>
/// <param name="Name">Name, for example <c>RealTimeWorkflowUpdates</c>.</param>
/// <param name="DisplayName">Name shown to people.</param>
/// <param name="Description">One sentence.</param>
public sealed record WorkflowApiFeature(string Name, string DisplayName, string Description)
{
    /// <summary>The namespace that all features share.</summary>
    public string Namespace => "Elsa";

    /// <summary>Namespace and name: what Studio compares.</summary>
    public string FullName => $"{Namespace}.{Name}";
}
