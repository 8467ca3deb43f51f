using Fabrique.EndToEnd.Tests.Browser;

namespace Fabrique.EndToEnd.Tests;

/// <summary>A page as a person comes to it: an address, links to follow from there, and a form to send empty.</summary>
public sealed record PageState(string Path)
{
    private const string Loaded = "() => document.readyState === 'complete' ? null : new Promise(done => addEventListener('load', () => done(null), { once: true }))";

    // Only tells a page that hangs from a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public IReadOnlyList<string> Links { get; init; } = [];

    public string? Button { get; init; }

    /// <summary>What is unfolded before the page is looked at.</summary>
    public string? Summary { get; init; }

    public bool IsInError { get; init; }

    /// <summary>The gallery shows fields in error without being a form in error.</summary>
    public bool HasExamplesOfErrors { get; init; }

    public async Task OpenAsync(Visitor visitor)
    {
        await visitor.GoAsync(Path);
        foreach (var link in Links)
        {
            await visitor.FollowAsync(link);
        }

        if (Button is not null)
        {
            await visitor.PressAsync(Button);
            await visitor.Main.Locator(IsInError ? "#erreurs" : ".fr-alert--success").First.WaitForAsync();
        }

        if (Summary is not null)
        {
            await visitor.Main.Locator("summary", new() { HasText = Summary }).First.ClickAsync();
        }

        // Asked of the page itself: the event may have gone by while a link was followed.
        await visitor.Page.EvaluateAsync(Loaded).WaitAsync(Patience);
    }

    public override string ToString() => string.Join(" > ", [Path, .. Links, .. Button is null ? Array.Empty<string>() : [Button], .. Summary is null ? Array.Empty<string>() : [Summary]]);
}
