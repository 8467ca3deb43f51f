namespace Fabrique.Web.Platform.Mail;

/// <summary>How fast mails leave towards one domain, from this process: so many in any minute.</summary>
public sealed class MailPace(MailOptions options)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Queue<DateTime>> left = new(StringComparer.Ordinal);

    /// <summary>Takes the place of one mail.</summary>
    /// <param name="domain">In lower case.</param>
    /// <param name="now">UTC.</param>
    /// <returns>Null when it may leave; otherwise when the next may, UTC.</returns>
    public DateTime? Take(string domain, DateTime now)
    {
        if (options.MostPerMinute is not { } most)
        {
            return null;
        }

        lock (gate)
        {
            if (!left.TryGetValue(domain, out var instants))
            {
                left[domain] = instants = [];
            }

            // A clock that went back leaves instants to come: they would hold the domain for as long.
            while (instants.TryPeek(out var first) && (first + Window <= now || first > now))
            {
                instants.Dequeue();
            }

            if (instants.Count >= most)
            {
                return instants.Peek() + Window;
            }

            instants.Enqueue(now);
            return null;
        }
    }
}
