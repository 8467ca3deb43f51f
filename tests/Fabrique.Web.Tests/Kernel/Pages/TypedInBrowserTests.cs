using System.Reflection;
using System.Text.RegularExpressions;
using Fabrique.EndToEnd.Tests.Browser;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Features.Applications.Edit;
using Fabrique.Web.Features.Products.HoldCheckpoint;
using Fabrique.Web.Features.Products.NameTeam;
using Fabrique.Web.Features.SignIn;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Fabrique.Web.Tests.Kernel.Pages;

/// <summary>
/// What was typed survives in a real browser, with and without script, on every page with a form: left by mistake and found by Back, sent with a token that is over (400),
/// to a page that fails (500), to one that finds no database (503), after the session (401), and in the end by two tabs at once (409).
/// </summary>
public sealed class TypedInBrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Mine = "écrite « à la main »";
    private const string Other = "Un tout autre texte, écrit dans l’autre onglet.";
    private const string Form = "main form[method=post]";

    // What an earlier form makes, or the time that it takes, must not stand in the way of a later one.
    private static readonly string[] First = [nameof(ApplyModel), nameof(EditModel)];
    private static readonly string[] Last = [nameof(NameTeamModel), nameof(CheckpointModel)];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_typed_outlives_all_that_becomes_of_the_form(bool javaScript)
    {
        var outage = new Outage();
        await using var app = await FabriqueApp.StartAsync(configure: outage.AddTo);
        foreach (var one in Forms(javaScript).OrderBy(form => Array.IndexOf(Last, form.Page.Name)).ThenByDescending(form => Array.IndexOf(First, form.Page.Name)))
        {
            try
            {
                await TryAsync(app, outage, one, javaScript);
            }
            catch (Exception failure) when (failure is PlaywrightException or TimeoutException or Xunit.Sdk.XunitException)
            {
                throw new Xunit.Sdk.XunitException($"{one.Page.Name}: {failure.Message}", failure);
            }
        }
    }

    // With script, which is what may keep, lose or send twice what is typed, every form; without it, one of each shape: the server answers alike, and FormPageTests asks it for all.
    // A form of two steps is shown by an answer to what is sent, which a browser does not go back to.
    // A browser lets no page write a file's name: those forms are FormPageTests' alone.
    private static IEnumerable<FormCase> Forms(bool javaScript) => javaScript
        ? Typed
        : Typed.DistinctBy(one => (string.Join(',', one.Fields.Select(field => field.Value == FormCases.Text)), one.Button is null));

    private static IEnumerable<FormCase> Typed => FormCases.All.Where(one => one.Page.GetCustomAttribute<TakesFilesAttribute>() is null or { InStore: true } && one.First is null);

    private async Task TryAsync(FabriqueApp app, Outage outage, FormCase one, bool javaScript)
    {
        var path = await one.PrepareAsync(app);
        await using var visitor = await chromium.VisitAsync(app.Address, javaScript);
        visitor.Provoke(complaint => complaint.StartsWith("500: ", StringComparison.Ordinal) || complaint.StartsWith("503: ", StringComparison.Ordinal));
        await visitor.SaveOnlyWhatIsSentAsync();
        await visitor.GoAsync($"/connexion?compte={one.Account}");
        await visitor.GoAsync(path);
        await FillAsync(visitor.Page, one);

        await visitor.GoAsync("/contact");
        await visitor.Page.GoBackAsync();
        await HoldsAsync(visitor.Page, one, "Back");

        await visitor.LoseTokenAsync();
        await SendAsync(visitor.Page, one);
        await visitor.ReadAsync("elle n’est pas encore enregistrée");
        await HoldsAsync(visitor.Page, one, "400");

        // Another tab, opened on the same form before anything is saved.
        var tab = await visitor.Page.Context.NewPageAsync();
        await tab.GotoAsync(path);
        await FillAsync(tab, one, Other);
        await visitor.Page.BringToFrontAsync();

        outage.Failure = new InvalidOperationException("Une panne.");
        await SendAsync(visitor.Page, one);
        await ShowsAsync(visitor, one, "500");
        await ForgetAsync(app, outage);
        outage.Failure = Outage.Stopped;
        await visitor.PressAsync("Envoyer de nouveau");
        await ShowsAsync(visitor, one, "503");
        outage.Failure = null;

        await visitor.LoseSessionAsync();
        await visitor.PressAsync("Envoyer de nouveau");
        await visitor.ReadAsync("Votre session est terminée");
        await ShowsAsync(visitor, one, "401");
        var elsewhere = await visitor.Page.Context.NewPageAsync();
        await elsewhere.GotoAsync($"/connexion?compte={one.Account}");
        await elsewhere.CloseAsync();
        await visitor.PressAsync("Reprendre ma saisie");
        await visitor.ReadAsync("elle n’est pas encore enregistrée");
        await HoldsAsync(visitor.Page, one, "401");

        var (mine, other) = (await CountSavedAsync(app, Mine), await CountSavedAsync(app, Other));
        await visitor.Page.RunAndWaitForResponseAsync(() => SendAsync(visitor.Page, one), answer => answer.Request.Method == "POST");
        await Assertions.Expect(visitor.Page.Locator("#erreurs")).ToHaveCountAsync(0);
        if (one.Texts.Any())
        {
            Assert.True(await CountSavedAsync(app, Mine) > mine, "What is told as saved is not.");
            var answer = await tab.RunAndWaitForResponseAsync(() => SendAsync(tab, one), answer => answer.Request.Method == "POST");
            // The page is asked: what the driver is told of a page that loads may be lost on a busy machine.
            await tab.Locator("footer").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
            var isSaved = await CountSavedAsync(app, Other) > other;
            Assert.True(isSaved == (answer.Status == 302), $"409: answered {answer.Status}, {(isSaved ? "saved" : "not saved")}");
            // What is saved may lead to a page that does not tell it: the database does.
            if (!isSaved)
            {
                Assert.Contains(Other, Visitor.Fold(await tab.Locator("main").InnerTextAsync() + await ValuesAsync(tab, one)), StringComparison.Ordinal);
            }
        }
    }

    private static async Task FillAsync(IPage page, FormCase one, string? text = null)
    {
        // What is folded is opened first, as whoever writes in it does.
        await page.EvaluateAsync("() => document.querySelectorAll('main details').forEach(details => { details.open = true; })");
        foreach (var (name, value) in one.Fields)
        {
            var field = page.Locator($"{Form} [name='{name}']:not([type=hidden])");
            if (await page.Locator($"{Form} select[name='{name}']").CountAsync() > 0)
            {
                await field.SelectOptionAsync(value);
            }
            else if (await field.First.GetAttributeAsync("type") is "radio" or "checkbox")
            {
                await page.Locator($"{Form} [name='{name}'][value='{value}']:not([type=hidden])").CheckAsync(new() { Force = true });
            }
            else
            {
                await field.FillAsync(value == FormCases.Text ? text ?? value : value);
            }
        }

        if (one.Ticked is { } boxes)
        {
            await page.Locator($"{Form} [name='{boxes}']").First.CheckAsync(new() { Force = true });
        }

        var selects = page.Locator($"{Form} select:visible");
        for (var index = 0; index < await selects.CountAsync(); index++)
        {
            await selects.Nth(index).SelectOptionAsync(new SelectOptionValue { Value = await selects.Nth(index).Locator("option:not([value=''])").Last.GetAttributeAsync("value") });
        }
    }

    private static async Task HoldsAsync(IPage page, FormCase one, string after)
    {
        // What was waited for stands above the form, of which the end may not have come yet: the foot of the page comes after it.
        await page.Locator("footer").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        foreach (var (name, value) in one.Fields)
        {
            if (value == FormCases.Text)
            {
                await Assertions.Expect(page.Locator($"{Form} [name='{name}']")).ToHaveValueAsync(value);
            }
            else if (await page.Locator($"{Form} [name='{name}'][value='{value}']:not([type=hidden])").CountAsync() > 0 && await page.Locator($"{Form} [name='{name}']").First.GetAttributeAsync("type") is "radio" or "checkbox")
            {
                Assert.True(await page.Locator($"{Form} [name='{name}'][value='{value}']:not([type=hidden])").IsCheckedAsync(), $"{after}: {name} is no longer {value}");
            }
            else
            {
                Assert.True(value == await page.Locator($"{Form} [name='{name}']:not([type=hidden])").InputValueAsync(), $"{after}: {name} is no longer {value}");
            }
        }
    }

    /// <summary>The error page shows what was written, and carries the rest.</summary>
    private static async Task ShowsAsync(Visitor visitor, FormCase one, string after)
    {
        await visitor.ReadAsync("Votre demande");
        foreach (var (name, value) in one.Fields)
        {
            var carried = visitor.Page.Locator($"{Form} input[type=hidden][name='{name}']");
            Assert.True((await carried.First.InputValueAsync()).ReplaceLineEndings("\n") == value || await carried.CountAsync() > 1, $"{after}: {name} is not carried");
        }

        if (one.Texts.Any())
        {
            await visitor.ReadAsync(Mine);
        }
    }

    private static Task SendAsync(IPage page, FormCase one)
    {
        var button = page.Locator($"{Form} button");
        return (one.Button is { } text ? button.Filter(new() { HasTextRegex = new Regex($"^\\s*{Regex.Escape(text).Replace("\\ ", "\\s+", StringComparison.Ordinal)}\\s*$", RegexOptions.None, TimeSpan.FromSeconds(1)) }) : button).First.ClickAsync();
    }

    private static async Task<string> ValuesAsync(IPage page, FormCase one)
    {
        var values = new List<string>();
        foreach (var name in one.Texts)
        {
            var field = page.Locator($"{Form} [name='{name}']");
            values.AddRange(await field.CountAsync() > 0 ? [await field.First.InputValueAsync()] : Array.Empty<string>());
        }

        return string.Join(' ', values);
    }

    private static Task<int> CountSavedAsync(FabriqueApp app, string text) => app.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Changes.Contains(text)));

    /// <summary>What is known of accounts is asked of the database again.</summary>
    private static async Task ForgetAsync(FabriqueApp app, Outage outage)
    {
        outage.Failure = null;
        foreach (var id in await app.ReadAsync(db => db.StaffMembers.Select(person => person.Id).ToListAsync()))
        {
            app.Services.GetRequiredService<ActiveAccounts>().Forget(id);
        }
    }
}
