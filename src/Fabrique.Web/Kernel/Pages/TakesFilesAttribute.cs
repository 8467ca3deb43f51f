namespace Fabrique.Web.Kernel.Pages;

/// <summary>Says of a page that its form takes files, within the size that any form may have.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TakesFilesAttribute : Attribute
{
    /// <summary>Whether they go to the store of files, within its bounds; the page may be sent without any.</summary>
    public bool InStore { get; init; }
}
