using Fabrique.EndToEnd.Tests.Browser;
using Fabrique.Web.Tests.Platform.Mail;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests;

/// <summary>Every message as a mail reader with a browser's engine shows it, and beside its text part.</summary>
public sealed class MailTests(Chromium chromium)
{
    private static readonly Uri Site = new(MailSamples.Options.PublicUrl!);

    private static readonly (string Name, int Width, ColorScheme Scheme)[] Screens =
    [
        ("1280 px", 1280, ColorScheme.Light),
        ("390 px", 390, ColorScheme.Light),
        ("390 px, dark", 390, ColorScheme.Dark),
    ];

    // What the design system says in words only, in the head of each mail; the text part has the subject above it.
    private const string Read =
        """
        () => ({
          excess: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          links: [...document.querySelectorAll('a')].map(link => link.href),
          sentences: [...document.querySelectorAll('main :is(p, li, h2, h3), footer p')].filter(block => !block.querySelector('p, li')).flatMap(block => block.innerText.split(/(?<=[.!?…])\s+(?=\p{Lu})|\n/u)),
        })
        """;

    [Fact]
    public async Task Every_message_is_read_on_every_screen_and_without_one()
    {
        await using var visitor = await chromium.VisitAsync(Site);
        var faults = new List<string>();
        foreach (var template in MailSamples.Catalog.All)
        {
            var message = MailSamples.Renderer.Render(template, MailSamples.Person(), MailSamples.Data);
            foreach (var (screen, width, scheme) in Screens)
            {
                await visitor.Page.SetViewportSizeAsync(width, 900);
                await visitor.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await visitor.Page.SetContentAsync(message.Html);
                var shown = await visitor.Page.EvaluateAsync<Shown>(Read);
                faults.AddRange((await Axe.FindViolationsAsync(visitor.Page)).Select(violation => $"{template.Key}, {screen}: {violation}"));
                faults.AddRange(Compare(shown, message.Text).Select(fault => $"{template.Key}, {screen}: {fault}"));
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task A_word_without_end_is_cut_rather_than_the_mail_widened()
    {
        await using var visitor = await chromium.VisitAsync(Site, width: 390);
        var endless = $"https://fabrique.example/{new string('m', 120)}";
        var wide = new List<string>();
        foreach (var template in MailSamples.Catalog.All)
        {
            await visitor.Page.SetContentAsync(MailSamples.Renderer.Render(template, MailSamples.Person(endless), MailSamples.DataWith(endless)).Html);
            var shown = await visitor.Page.EvaluateAsync<Shown>(Read);
            if (shown.Excess > 0)
            {
                wide.Add($"{template.Key}: {shown.Excess} px");
            }
        }

        Assert.Empty(wide);
    }

    [Theory]
    [InlineData("document.querySelector('main p').style.width = '2000px'", "sideways")]
    [InlineData("document.querySelector('main p').append(' Rien ne presse.')", "Rien ne presse.")]
    [InlineData("document.querySelector('main p').innerHTML += '<a href=\"https://fabrique.example/ailleurs\">ailleurs</a>'", "https://fabrique.example/ailleurs")]
    [InlineData("document.querySelector('main p').style.color = '#2a2a2a'", "color-contrast")]
    public async Task A_spoilt_mail_is_noticed(string spoil, string fault)
    {
        await using var visitor = await chromium.VisitAsync(Site, width: 390, scheme: ColorScheme.Dark);
        var message = MailSamples.Renderer.Render(MailSamples.Catalog["candidature/lettre-retenue"], MailSamples.Person(), MailSamples.Data);
        await visitor.Page.SetContentAsync(message.Html);

        await visitor.Page.EvaluateAsync($"() => {{ {spoil} }}");

        List<string> faults = [.. await Axe.FindViolationsAsync(visitor.Page), .. Compare(await visitor.Page.EvaluateAsync<Shown>(Read), message.Text)];
        Assert.Contains(faults, found => found.Contains(fault, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Compare(Shown shown, string text)
    {
        if (shown.Excess > 0)
        {
            yield return $"scrolls sideways by {shown.Excess} px";
        }

        foreach (var link in shown.Links.Where(link => !text.Contains(link, StringComparison.Ordinal)))
        {
            yield return $"the text part has no link to {link}";
        }

        // The text part writes an address after the words that lead there.
        var plain = shown.Links.Distinct().Aggregate(text, (so, link) => so.Replace($" ({link})", "", StringComparison.Ordinal).Replace($" :\n{link}", "", StringComparison.Ordinal));
        var folded = Visitor.Fold(plain.Replace("\n> ", "\n", StringComparison.Ordinal));
        foreach (var sentence in shown.Sentences.Select(Visitor.Fold).Where(sentence => !folded.Contains(sentence, StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"the text part does not say « {sentence} »";
        }
    }

    private sealed class Shown
    {
        public int Excess { get; init; }

        public string[] Links { get; init; } = [];

        public string[] Sentences { get; init; } = [];
    }
}
