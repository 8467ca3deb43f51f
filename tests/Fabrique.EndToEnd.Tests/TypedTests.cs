using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests;

/// <summary>What was typed survives, in a real browser: the table of all forms is held without one.</summary>
[Collection(SharedProduct.Name)]
public class TypedTests(Chromium chromium, Product product)
{
    private const string Path = "/candidatures/nouvelle?appel=services-deconcentres-mieux-outilles";
    private const string Problem = "Le problème";
    private const string Save = "Enregistrer le brouillon";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_form_sent_after_the_session_is_taken_up_again_once_signed_in(bool javaScript)
    {
        var text = $"Une matinée de travail,\nscripts {(javaScript ? "compris" : "exclus")}.";
        await using var visitor = await chromium.VisitAsync(product.Address, javaScript);
        await visitor.SaveOnlyWhatIsSentAsync();
        await visitor.SignInAsync("Kenza Fauvette");
        await visitor.GoAsync(Path);
        await visitor.FillAsync("Titre de votre idée", "Baromètre – la session perdue");
        await visitor.FillAsync(Problem, text);
        await visitor.LoseSessionAsync();
        await visitor.PressAsync(Save);
        await visitor.ReadAsync("Votre session est terminée");
        await visitor.ReadAsync("Une matinée de travail,");

        await visitor.SignInElsewhereAsync("agent", "Kenza Fauvette");
        await visitor.PressAsync("Reprendre ma saisie");
        await visitor.ReadAsync("elle n’est pas encore enregistrée");
        await Assertions.Expect(Field(visitor)).ToHaveValueAsync(text);
        await visitor.PressAsync(Save);
        await visitor.ReadAsync("Votre brouillon est enregistré.");
        await visitor.ReadAsync("Une matinée de travail,");
    }

    /// <summary>Two tabs and a session that is over, all at once: a form of one person is not saved under the name of another.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_form_sent_under_the_session_of_somebody_else_comes_back_filled(bool javaScript)
    {
        await using var visitor = await chromium.VisitAsync(product.Address, javaScript);
        await visitor.SaveOnlyWhatIsSentAsync();
        await visitor.SignInAsync("Kenza Fauvette");
        await visitor.GoAsync(Path);
        await visitor.FillAsync("Titre de votre idée", "Baromètre – les deux onglets");
        await visitor.FillAsync(Problem, "Écrit par une autre.");
        await visitor.LoseSessionAsync();
        await visitor.SignInElsewhereAsync("agent2", "Joris Grèbe");
        await visitor.PressAsync(Save);
        await visitor.ReadAsync("sous une autre session");
        await Assertions.Expect(Field(visitor)).ToHaveValueAsync("Écrit par une autre.");
        await visitor.GoAsync("/mon-espace");
        await Assertions.Expect(visitor.Main).Not.ToContainTextAsync("les deux onglets");
    }

    [Fact]
    public async Task What_is_typed_is_found_again_in_its_tab_until_it_is_saved_or_its_author_leaves()
    {
        await using var visitor = await chromium.VisitAsync(product.Address);
        await visitor.SaveOnlyWhatIsSentAsync();
        await visitor.SignInAsync("Joris Grèbe");
        await visitor.GoAsync(Path);
        await visitor.FillAsync("Titre de votre idée", "Baromètre – la page quittée");
        await visitor.FillAsync(Problem, "Écrit, puis quitté.");
        await visitor.GoAsync("/appels");
        await visitor.Page.GoBackAsync();
        await Assertions.Expect(Field(visitor)).ToHaveValueAsync("Écrit, puis quitté.");
        await visitor.GoAsync(Path);
        await visitor.ReadAsync("a été retrouvée dans cet onglet");
        await Assertions.Expect(Field(visitor)).ToHaveValueAsync("Écrit, puis quitté.");

        // Signed out, nobody finds it, be it the same person.
        await visitor.LeaveAndSignInAsync("Joris Grèbe");
        await visitor.GoAsync(Path);
        await Assertions.Expect(Field(visitor)).ToHaveValueAsync("");

        await visitor.FillAsync("Titre de votre idée", "Baromètre – la page quittée");
        await visitor.FillAsync(Problem, "Écrit, puis enregistré.");
        await visitor.PressAsync(Save);
        await visitor.ReadAsync("Votre brouillon est enregistré.");
        await visitor.GoAsync(Path);
        await Assertions.Expect(Field(visitor)).ToHaveValueAsync("");
        Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("() => Object.keys(sessionStorage).filter(key => key.startsWith('saisie:')).length"));
    }

    /// <summary>The counter and the server count line ends alike: as many as the counter allows are saved, and one more is refused by both.</summary>
    [Fact]
    public async Task The_counter_says_what_the_server_takes()
    {
        await using var visitor = await chromium.VisitAsync(product.Address);
        await visitor.SaveOnlyWhatIsSentAsync();
        await visitor.SignInAsync("Kenza Fauvette");
        await visitor.GoAsync(Path);
        await visitor.FillAsync("Titre de votre idée", "Baromètre – le compte");
        var full = string.Join('\n', Enumerable.Repeat(new string('é', 29), 100));
        Assert.Equal(2_999, full.Length);
        await visitor.FillAsync(Problem, full + "ée");
        await visitor.ReadAsync("1 caractère en trop");
        await visitor.PressAsync(Save);
        await visitor.ReadAsync("ce texte compte 3 001 caractères, pour 3 000 au plus");
        await Assertions.Expect(Field(visitor)).ToHaveValueAsync(full + "ée");
        await visitor.FillAsync(Problem, full + "é");
        await visitor.ReadAsync("0 caractère restant");
        await visitor.PressAsync(Save);
        await visitor.ReadAsync("Votre brouillon est enregistré.");
    }

    /// <summary>A draft is saved as it is typed; without network or session the page says so, and goes on once they are back.</summary>
    [Fact]
    public async Task A_draft_is_saved_as_it_is_typed()
    {
        await using var visitor = await chromium.VisitAsync(product.Address);
        await visitor.SignInAsync("Joris Grèbe");
        await visitor.GoAsync(Path);
        await visitor.FillAsync("Titre de votre idée", "Baromètre – au fil de l’eau");
        await visitor.FillAsync(Problem, "Écrit sans rien presser.");
        await visitor.ReadAsync("Brouillon enregistré à");
        await visitor.ReadAsync("2 réponses sur 4");

        // What listens to changes tries again, and the browser says that it cannot.
        visitor.Provoke(complaint => complaint.Contains("net::ERR_INTERNET_DISCONNECTED", StringComparison.Ordinal));
        await visitor.Page.Context.SetOfflineAsync(true);
        await visitor.FillAsync(Problem, "Écrit sans réseau.");
        await visitor.ReadAsync("Le réseau est absent");
        await visitor.Page.Context.SetOfflineAsync(false);
        await visitor.ReadAsync("Brouillon enregistré à");

        // The address of the form leads to what was saved, and nothing waits in the tab.
        await visitor.Page.ReloadAsync();
        await Assertions.Expect(Field(visitor)).ToHaveValueAsync("Écrit sans réseau.");
        await Assertions.Expect(visitor.Main).Not.ToContainTextAsync("a été retrouvée dans cet onglet");

        // Whoever is no longer one of those who have the idea is told so, and to copy what they wrote.
        visitor.Provoke(complaint => complaint.Contains("404", StringComparison.Ordinal));
        await visitor.Page.RouteAsync("**/*handler=Autosave*", route => route.FulfillAsync(new() { Status = 404 }));
        await visitor.FillAsync(Problem, "Écrit sans y avoir droit.");
        await visitor.ReadAsync("Vous n’avez plus accès à cette candidature");
        await visitor.Page.UnrouteAsync("**/*handler=Autosave*");

        await visitor.LoseSessionAsync();
        await visitor.FillAsync(Problem, "Écrit sans session.");
        await visitor.ReadAsync("Votre session est terminée");
        await visitor.SignInElsewhereAsync("agent2", "Joris Grèbe");
        await visitor.PressAsync(Save);
        await visitor.ReadAsync("Votre brouillon est enregistré.");
        await visitor.ReadAsync("Écrit sans session.");
    }

    /// <summary>The lid is closed between a word and its saving: what was typed leaves at once, and outlives its page.</summary>
    [Fact]
    public async Task What_was_typed_before_the_lid_is_closed_is_saved()
    {
        await using var visitor = await chromium.VisitAsync(product.Address);
        await visitor.SignInAsync("Joris Grèbe");
        await visitor.GoAsync(Path);
        await visitor.FillAsync("Titre de votre idée", "Baromètre – le capot");
        await visitor.ReadAsync("Brouillon enregistré à");
        var page = visitor.Page.Url;

        // From now on nothing waits for its moment: only the closing of the lid saves.
        await visitor.Page.EvaluateAsync("() => { window.setTimeout = () => 0; }");
        await visitor.FillAsync(Problem, "Écrit, puis le capot fermé.");
        var sent = await visitor.Page.EvaluateAsync<string>(
            """
            () => {
              const own = window.fetch;
              let sent = "nothing";
              window.fetch = (address, options) => { sent = `${address} ${options.keepalive}`; return own(address, options); };
              Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
              document.dispatchEvent(new Event("visibilitychange"));
              return sent;
            }
            """);
        Assert.Equal("?handler=Autosave true", sent);

        // What the tab itself keeps must not be what is found.
        await visitor.GoAsync("/mon-espace");
        await visitor.Page.EvaluateAsync("() => sessionStorage.clear()");
        await visitor.GoAsync(page);
        await visitor.ComesAsync(visitor.Main.Locator("textarea", new() { HasText = "Écrit, puis le capot fermé." }));
        await Assertions.Expect(Field(visitor)).ToHaveValueAsync("Écrit, puis le capot fermé.");
    }

    private static ILocator Field(Visitor visitor) => visitor.Main.GetByRole(AriaRole.Textbox, new() { Name = Problem });
}
