namespace Fabrique.Web.Platform.Mail;

/// <summary>Marks a page that shows a mail within itself, in a sandboxed frame.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ShowsMailAttribute : Attribute;
