namespace Fabrique.Web.Setup;

/// <summary>
/// Until the site serves, whatever the framework logs about a failing start repeats, with a stack trace, the exception that reaches
/// <see cref="StartUp"/>: those categories stay silent until then.
/// </summary>
internal sealed class StartUpLog
{
    private volatile bool isOpen;

    public void Open() => isOpen = true;

    /// <summary>Narrows each configured rule, since only the most precise one decides for a category; what they let through is theirs to say.</summary>
    public void AddTo(LoggerFilterOptions options)
    {
        if (!options.Rules.Any(rule => rule.ProviderName is null && rule.CategoryName is null))
        {
            options.Rules.Insert(0, new LoggerFilterRule(null, null, options.MinLevel, null));
        }

        for (var index = 0; index < options.Rules.Count; index++)
        {
            var rule = options.Rules[index];
            options.Rules[index] = new LoggerFilterRule(
                rule.ProviderName,
                rule.CategoryName,
                rule.LogLevel,
                (provider, category, level) => Lets(category, level) && (rule.Filter is null || rule.Filter(provider, category, level)));
        }
    }

    public bool Lets(string? category, LogLevel level) =>
        isOpen || level < LogLevel.Error || category is null
        || !(category.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) || category.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal));
}
