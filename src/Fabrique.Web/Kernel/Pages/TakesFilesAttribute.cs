namespace Fabrique.Web.Kernel.Pages;

/// <summary>Says of a page that its form takes files, within the size that any form may have.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TakesFilesAttribute : Attribute;
