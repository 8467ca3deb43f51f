using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Pages;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Minutes;

/// <summary>A page about the minutes of a session.</summary>
public abstract class MinutesPage(PanelReader reader, MinutesReader minutes) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "session")]
    public Guid SessionId { get; set; }

    public Panel Panel { get; private set; } = null!;

    public HearingSession Session { get; private set; } = null!;

    /// <summary>Null as long as they are not written.</summary>
    public DeliberationMinutes? Minutes { get; private set; }

    /// <summary>False when they are not for the reader yet.</summary>
    public bool MayRead { get; private set; }

    public IReadOnlyDictionary<Guid, PanelPerson> People { get; private set; } = new Dictionary<Guid, PanelPerson>();

    protected MinutesReader Reader => minutes;

    public string NameOf(Guid personId) => People.TryGetValue(personId, out var person) ? person.FullName : "";

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(Id, cancellationToken) is not { } panel || await minutes.FindSessionAsync(panel.Id, SessionId, cancellationToken) is not { } session)
        {
            return false;
        }

        (Panel, Session, Minutes) = (panel, session, await minutes.FindAsync(session.Id, cancellationToken));
        MayRead = await minutes.MayReadAsync(panel, session, Minutes, cancellationToken);
        People = Minutes is { } written
            ? await reader.ReadPeopleAsync(panel, [written.ChairId, written.ClerkId, .. written.Versions.Select(version => version.AuthorId)], cancellationToken)
            : new Dictionary<Guid, PanelPerson>();
        return true;
    }
}
