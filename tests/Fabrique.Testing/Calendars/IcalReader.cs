using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Fabrique.Testing.Calendars;

/// <summary>What another implementation of iCalendar (npm <c>ical.js</c>) understands.</summary>
/// <param name="Method">METHOD.</param>
/// <param name="Zones">The zones of which it was given the rules.</param>
/// <param name="LongestLine">In bytes, without its end.</param>
/// <param name="HasBareLineEnd">Whether a line ends otherwise than on CRLF.</param>
/// <param name="Events">In their order.</param>
public sealed record ReadCalendar(string? Method, IReadOnlyList<string> Zones, int LongestLine, bool HasBareLineEnd, IReadOnlyList<ReadEvent> Events);

/// <param name="Uid">UID.</param>
/// <param name="Sequence">SEQUENCE.</param>
/// <param name="IsNews">Whether a calendar that read what came before takes it.</param>
/// <param name="Status">STATUS.</param>
/// <param name="Title">SUMMARY.</param>
/// <param name="Place">LOCATION.</param>
/// <param name="Start">An instant in UTC, or a day.</param>
/// <param name="End">Alike, excluded.</param>
/// <param name="Zone">That of its start.</param>
/// <param name="IsWholeDay">Whether it has days only.</param>
/// <param name="Transparency">TRANSP.</param>
/// <param name="Organizer">Address.</param>
/// <param name="People">Who is invited.</param>
public sealed record ReadEvent(
    string Uid, int Sequence, bool IsNews, string? Status, string? Title, string? Place, string Start, string End, string? Zone, bool IsWholeDay, string? Transparency, string? Organizer, IReadOnlyList<ReadPerson> People);

/// <param name="Address">With its scheme.</param>
/// <param name="Name">CN.</param>
/// <param name="Answer">PARTSTAT.</param>
/// <param name="IsAsked">RSVP.</param>
public sealed record ReadPerson(string Address, string? Name, string? Answer, bool IsAsked);

public static class IcalReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Reads objects one after the other, in a process of its own, far from Paris.</summary>
    public static async Task<IReadOnlyList<ReadCalendar>> ReadAsync(params IReadOnlyList<string> texts)
    {
        var start = new ProcessStartInfo("node", "read.js")
        {
            WorkingDirectory = Path.Combine(Repository.Folder, "tests", "ical"),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            Environment = { ["TZ"] = "Pacific/Auckland" },
        };
        using var node = Process.Start(start) ?? throw new InvalidOperationException("Node did not start.");
        var (answer, complaints) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(texts));
        node.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await node.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException late)
        {
            node.Kill(entireProcessTree: true);
            throw new TimeoutException("The reader of calendars does not answer.", late);
        }

        return node.ExitCode == 0
            ? JsonSerializer.Deserialize<IReadOnlyList<ReadCalendar>>(await answer, JsonSerializerOptions.Web)!
            : throw new InvalidOperationException($"The reader of calendars failed: {await complaints}");
    }
}
