using System.Globalization;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Pdf;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Panels.Sessions.Show;

/// <summary>« Ordre du jour » of a session as a PDF: of each application, its hours and its title, and nothing else, so that it is the same for whoever has no part in one.</summary>
[Authorize(Policies.SignedIn)]
public sealed class SessionAgendaModel(SessionReader reader) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, Guid session, CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(id, session, cancellationToken) is not { } sheet)
        {
            return NotFound();
        }

        Response.Headers.CacheControl = "no-store";
        return File(Write(sheet), PdfText.MediaType, $"ordre-du-jour-{ParisTime.DayOf(sheet.Session.StartsAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.pdf");
    }

    private static byte[] Write(SessionSheet sheet)
    {
        var session = sheet.Session;
        var text = new PdfText($"Ordre du jour – {SessionLabels.NameOf(session)}")
            .Paragraph(sheet.Panel.Name)
            .Row("Jour et heure", $"{FrenchDate.WeekDay(ParisTime.DayOf(session.StartsAt))}, à {FrenchDate.Time(session.StartsAt)} (heure de Paris)")
            .Row("Lieu", session.Place.Length > 0 ? session.Place : "À distance");
        if (session.Link.Length > 0)
        {
            text.Row("Visioconférence", session.Link);
        }

        text.Row("Rythme", SessionLabels.Of(session.Pace)).Row("Ordre de passage", SessionLabels.OrderOf(session)).Row("Quorum", session.QuorumWaiver is { } waiver ? $"Sans condition de quorum\u00a0: {waiver}" : PanelLabels.Of(sheet.Panel.Quorum));
        text.Heading("Auditions");
        foreach (var (item, slot) in session.Agenda.Zip(session.Slots))
        {
            text.Row($"{item.Position.ToString(CultureInfo.InvariantCulture)}. {FrenchDate.Time(slot.StartsAt)} – {FrenchDate.Time(slot.EndsAt)}", sheet.TitleOf(item.Item));
            if (session.Breaks.FirstOrDefault(pause => pause.AfterPosition == item.Position) is { } pause)
            {
                text.Row(FrenchDate.Time(slot.EndsAt), $"Pause de {SessionLabels.Minutes(pause.Minutes)}");
            }
        }

        return text.ToArray();
    }
}
