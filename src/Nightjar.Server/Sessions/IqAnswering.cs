using Nightjar.Server.Extensibility;
using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <summary>Finds the handler of a request, runs it, and sends what it answers.</summary>
internal static class IqAnswering
{
    /// <summary>Completes when the answer is on its way.</summary>
    public static ValueTask AnswerAsync(IqRequest request, IqScope scope)
    {
        AccountServices services = request.Services;
        if (services.Iqs.Find(scope, request.Iq.Type, request.Payload) is not { } handler)
        {
            return services.Router.BounceAsync(request.Iq, StanzaErrorCondition.ServiceUnavailable);
        }

        ValueTask<Iq?> answer;
        try
        {
            answer = handler(request);
        }
        catch (Exception fault)
        {
            services.OnFault(fault);
            return services.Router.BounceAsync(request.Iq, StanzaErrorCondition.InternalServerError);
        }

        return answer.IsCompletedSuccessfully ? Send(services, answer.Result) : FinishAsync(request, answer);
    }

    /// <summary>RFC 6120 §8.2.3: a request has exactly one child.</summary>
    public static bool IsWellFormed(Iq iq)
    {
        int children = 0;
        foreach (var _ in iq.Element.Elements)
        {
            children++;
        }

        return children == 1;
    }

    private static async ValueTask FinishAsync(IqRequest request, ValueTask<Iq?> answer)
    {
        AccountServices services = request.Services;
        Iq? result;
        try
        {
            result = await answer.ConfigureAwait(false);
        }
        catch (Storage.StorageException fault)
        {
            services.OnStorageFault(fault);
            result = (Iq)request.Iq.ErrorReply(new StanzaError(StanzaErrorCondition.InternalServerError, StanzaErrorType.Wait, "The data could not be stored."));
        }
        catch (Exception fault)
        {
            services.OnFault(fault);
            result = (Iq)request.Iq.ErrorReply(new StanzaError(StanzaErrorCondition.InternalServerError));
        }

        await Send(services, result).ConfigureAwait(false);
    }

    private static ValueTask Send(AccountServices services, Iq? answer) =>
        answer is null ? ValueTask.CompletedTask : services.Router.RouteAsync(answer);
}
