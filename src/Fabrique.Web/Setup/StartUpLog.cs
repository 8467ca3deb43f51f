namespace Fabrique.Web.Setup;

/// <summary>
/// Until the site serves, whatever the framework logs about a failing start repeats, with a stack trace, the exception that reaches
/// <see cref="StartUp"/>: those categories stay silent until then.
/// </summary>
internal sealed class StartUpLog
{
    private volatile bool isOpen;

    public void Open() => isOpen = true;

    public bool Lets(string? category, LogLevel level) =>
        isOpen || level < LogLevel.Error || category is null
        || !(category.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) || category.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal));
}
