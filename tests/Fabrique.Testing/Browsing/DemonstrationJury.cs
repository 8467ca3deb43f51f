using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Fabrique.Testing.Browsing;

/// <summary>The jury of the demonstration, once seven of those who vote in it can sign in.</summary>
public static class DemonstrationJury
{
    /// <summary>How many of the ten who vote must be there: one less than the seven.</summary>
    public const int Quorum = 6;

    /// <summary>Keys of the accounts of the seven: the first presides, the second is their deputy.</summary>
    public static IReadOnlyList<string> Accounts { get; } = ["directrice", "directeur", .. Admitted.Select(person => person.Account)];

    private static (string Account, string Name)[] Admitted =>
        [("manager", "Solène Aubépine"), ("agent2", "Joris Grèbe"), ("membre", "Virgile Menthe"), ("admin", "Youssef Ajonc"), ("auditeur", "Pacôme Gentiane")];

    /// <summary>The team admits them, says how many must be there, and convenes the session that is planned.</summary>
    /// <param name="team">A member of the team, signed in.</param>
    /// <returns>Where the session is followed while it is held.</returns>
    public static async Task<string> ConveneAsync(FormBrowser team)
    {
        await team.GoAsync("/jurys");
        var jury = Find(team, "/jurys/");
        foreach (var (_, name) in Admitted)
        {
            await team.GoAsync($"{jury}/membres");
            await team.PressAsync("Ajouter au jury", ("Person", name));
            Expect(team, jury);
        }

        await team.GoAsync($"{jury}/regles");
        await team.PressAsync("Enregistrer les règles", ("Quorum", "nombre"), ("QuorumCount", $"{Quorum}"));
        Expect(team, jury);
        await team.GoAsync($"{jury}/seances");
        var session = Find(team, $"{jury}/seances/");
        await team.GoAsync(session);
        await team.PressAsync("Convoquer");
        Expect(team, session);
        return $"{session}/direct";
    }

    /// <summary>The button that begins with these words, on the page that somebody reads.</summary>
    public static IHtmlButtonElement FindButton(FormBrowser browser, string words) => browser.Page.QuerySelectorAll<IHtmlButtonElement>("main button").FirstOrDefault(button => FormBrowser.Fold(button.TextContent).StartsWith(words, StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"No button « {words}… » on {browser.Address.PathAndQuery}: {browser.Text}");

    private static string Find(FormBrowser browser, string path) => browser.Page.QuerySelectorAll("main a")
        .Select(link => link.GetAttribute("href") ?? "")
        .FirstOrDefault(href => href.StartsWith(path, StringComparison.Ordinal) && Guid.TryParse(href[path.Length..], out _))
        ?? throw new InvalidOperationException($"No link to {path}… on {browser.Address.PathAndQuery}: {browser.Text}");

    private static void Expect(FormBrowser browser, string path)
    {
        if (browser.Address.AbsolutePath != path)
        {
            throw new InvalidOperationException($"Not done on {browser.Address.PathAndQuery} ({(int)browser.Status}): {browser.Text}");
        }
    }
}
