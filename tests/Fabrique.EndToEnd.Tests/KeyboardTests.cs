using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests;

/// <summary>Nothing but Tab, Enter, Space, arrows and letters.</summary>
[Collection(SharedProduct.Name)]
public class KeyboardTests(Chromium chromium, Product product)
{
    private const int MaximumStops = 60;

    // The design system draws the focus of a hidden box on its label.
    private const string FocusIsVisible =
        """
        () => {
          const focused = document.activeElement;
          const label = focused.matches('input[type=radio], input[type=checkbox]') ? focused.labels[0] : null;
          const styles = label ? [getComputedStyle(label, '::before'), getComputedStyle(label)] : [getComputedStyle(focused), getComputedStyle(focused, '::before'), getComputedStyle(focused, '::after')];
          const box = (label ?? focused).getBoundingClientRect();
          return styles.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
            && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
        }
        """;

    private const string FocusedText =
        "() => (document.activeElement.labels?.[0] ?? document.activeElement).textContent.replace(/\\s+/g, ' ').trim()";

    [Fact]
    public async Task An_idea_is_submitted_and_judged_with_the_keyboard_alone()
    {
        const string title = "Marée – les horaires des bacs en temps réel";
        await using var visitor = await chromium.VisitAsync(product.Address);
        var keys = visitor.Page.Keyboard;

        await visitor.GoAsync("/connexion");
        await keys.PressAsync("Tab");
        Assert.Equal("Contenu", await visitor.Page.EvaluateAsync<string>(FocusedText));
        Assert.True(await visitor.Page.EvaluateAsync<bool>(FocusIsVisible));
        await keys.PressAsync("Enter");
        await Assertions.Expect(visitor.Page.Locator("#contenu")).ToBeFocusedAsync();

        await TabToAsync(visitor, "Kenza Fauvette", "Enter");
        await ArriveAsync(visitor, "Kenza Fauvette");
        await TabToAsync(visitor, "Appels", "Enter");
        await visitor.ArriveAsync("**/appels");
        await TabToAsync(visitor, "Saison 6", "Enter");
        await visitor.ArriveAsync("**/appels/*");
        await TabToAsync(visitor, "Proposer une idée", "Enter");
        await visitor.ArriveAsync("**/candidatures/nouvelle*");
        await TabToAsync(visitor, "Relire et déposer", "Enter");

        await Assertions.Expect(visitor.Page.Locator("#erreurs")).ToBeFocusedAsync();
        await keys.PressAsync("Tab");
        Assert.Equal("Donnez un titre à votre idée.", await visitor.Page.EvaluateAsync<string>(FocusedText));
        await keys.PressAsync("Enter");
        await Assertions.Expect(visitor.Page.Locator("#Answers_title_")).ToBeFocusedAsync();
        await keys.TypeAsync(title);
        foreach (var (label, text) in new[] { ("Le problème", "Les bacs partent sans prévenir."), ("La solution envisagée", "Un horaire à jour."), ("Les premiers usagers", "Les usagers de deux bacs.") })
        {
            await TabToAsync(visitor, label);
            await keys.TypeAsync(text);
        }

        await TabToAsync(visitor, "Relire et déposer", "Enter");
        await visitor.ArriveAsync("**/depot");
        await TabToAsync(visitor, "Déposer ma candidature", "Enter");
        await visitor.Main.GetByText("Votre candidature est déposée.").WaitForAsync();

        await OpenTasksAsync(visitor, "Solène Aubépine");
        await TabToAsync(visitor, $"Traiter : Donner votre visa sur « {title} »", "Enter");
        await visitor.ArriveAsync("**/visa");
        await TabToAsync(visitor, "Favorable", "Space");
        await TabToAsync(visitor, "Enregistrer mon visa", "Enter");
        await visitor.Main.GetByText("Votre visa est enregistré.").WaitForAsync();

        await OpenTasksAsync(visitor, "Anouk Églantine", "Traiter : Dire si");
        await TabToAsync(visitor, $"Traiter : Dire si « {title} » est recevable", "Enter");
        await visitor.ArriveAsync("**/recevabilite");
        await TabToAsync(visitor, "Recevable", "Space");
        await TabToAsync(visitor, "Enregistrer la recevabilité", "Enter");
        await visitor.ArriveAsync("**/candidatures/*");
        await visitor.GoAsync("/taches");
        await visitor.ComesAsync(visitor.Main.GetByRole(AriaRole.Link, new() { Name = $"Traiter : Présélectionner ou écarter « {title} »" }));
        await TabToAsync(visitor, $"Traiter : Présélectionner ou écarter « {title} »", "Enter");
        await visitor.ArriveAsync("**/preselection");
        await TabToAsync(visitor, "Présélectionnée", "Space");
        await TabToAsync(visitor, "Enregistrer la présélection", "Enter");
        await visitor.ArriveAsync("**/candidatures/*");

        await OpenTasksAsync(visitor, "Perrine Bouleau");
        await TabToAsync(visitor, $"Traiter : Donner votre avis sur « {title} »", "Enter");
        await visitor.ArriveAsync("**/avis");
        await TabToAsync(visitor, "Favorable", "Space");
        await keys.PressAsync("ArrowDown");
        Assert.Equal("Favorable avec réserve", await visitor.Page.EvaluateAsync<string>(FocusedText));
        await TabToAsync(visitor, "Commentaire");
        await keys.TypeAsync("À condition de commencer par un seul bac.");
        await TabToAsync(visitor, "Enregistrer mon avis", "Enter");
        await visitor.Main.GetByText("Votre avis est enregistré.").WaitForAsync();
    }

    /// <summary>Leaves, signs in as somebody else and opens their tasks, which the procedure may write a moment later.</summary>
    private static async Task OpenTasksAsync(Visitor visitor, string person, string awaited = "Traiter : Donner")
    {
        await TabToAsync(visitor, "Se déconnecter", "Enter", fromTop: true);
        await visitor.Page.Locator("header a[href='/connexion']").First.WaitForAsync();
        await visitor.GoAsync("/connexion");
        await TabToAsync(visitor, person, "Enter");
        await ArriveAsync(visitor, person);
        await TabToAsync(visitor, "Tâches", "Enter", fromTop: true);
        await visitor.ArriveAsync("**/taches");
        await visitor.ComesAsync(visitor.Main.GetByRole(AriaRole.Link, new() { Name = awaited }));
    }

    /// <summary>Waits for the page on which a sign-in ends, after the addresses that it goes through: its header names the person.</summary>
    private static async Task ArriveAsync(Visitor visitor, string person)
    {
        await visitor.Page.Locator("header a.fr-btn--account", new() { HasText = person }).First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await visitor.BeWholeAsync();
    }

    /// <summary>Tabs until the focus is on what begins with the text, checking on the way that the focus is seen, then presses a key there.</summary>
    private static async Task TabToAsync(Visitor visitor, string text, string? key = null, bool fromTop = false)
    {
        if (fromTop)
        {
            await visitor.Page.EvaluateAsync("() => document.activeElement.blur()");
        }

        var stops = new List<string>();
        for (var stop = 0; stop < MaximumStops; stop++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            var focused = await visitor.Page.EvaluateAsync<string>(FocusedText);
            stops.Add(focused);
            if (await visitor.Page.EvaluateAsync<bool>("() => document.activeElement === document.body"))
            {
                continue;
            }

            Assert.True(await visitor.Page.EvaluateAsync<bool>(FocusIsVisible), $"The focus is not seen on « {focused} » ({visitor.Page.Url}).");
            if (focused.StartsWith(Visitor.Fold(text), StringComparison.Ordinal))
            {
                if (key is not null)
                {
                    await visitor.Page.Keyboard.PressAsync(key);
                }

                return;
            }
        }

        Assert.Fail($"« {text} » is not reached with Tab on {visitor.Page.Url}: {string.Join(" | ", stops)}");
    }
}
