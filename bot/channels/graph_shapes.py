"""The shapes of what WhatsApp's Graph API posts, as far as we look at them: nothing in them is sure to be there."""

import msgspec

Words = str | None


class Contact(msgspec.Struct):
    wa_id: Words = None
    user_id: Words = None


class Text(msgspec.Struct):
    body: Words = None


class Button(msgspec.Struct):
    payload: Words = None
    text: Words = None


class Tapped(msgspec.Struct):
    id: Words = None
    title: Words = None


class Interactive(msgspec.Struct):
    type: Words = None
    button_reply: Tapped | None = None
    list_reply: Tapped | None = None


class Spot(msgspec.Struct):
    latitude: float
    longitude: float


class Media(msgspec.Struct):
    id: Words = None
    caption: Words = None


class Context(msgspec.Struct):
    id: Words = None


class System(msgspec.Struct):
    type: Words = None
    wa_id: Words = None
    new_wa_id: Words = None
    customer: Words = None
    user_id: Words = None
    previous_user_id: Words = None


class Edit(msgspec.Struct):
    message: "Message | None" = None


class Message(msgspec.Struct):
    id: Words = None
    sender: Words = msgspec.field(name="from", default=None)
    from_user_id: Words = None
    timestamp: str | int | None = None
    type: Words = None
    group_id: Words = None
    context: Context | None = None
    text: Text | None = None
    button: Button | None = None
    interactive: Interactive | None = None
    location: Spot | None = None
    image: Media | None = None
    video: Media | None = None
    document: Media | None = None
    audio: Media | None = None
    voice: Media | None = None
    system: System | None = None
    edit: Edit | None = None


class Trouble(msgspec.Struct):
    code: int | None = None


class Status(msgspec.Struct):
    id: Words = None
    status: Words = None
    recipient_id: Words = None
    recipient_user_id: Words = None
    timestamp: str | int | None = None
    errors: list[Trouble] | None = None


class Value(msgspec.Struct):
    contacts: list[Contact] | None = None
    messages: list[Message] | None = None
    statuses: list[Status] | None = None
    errors: list[Trouble] | None = None


class Change(msgspec.Struct):
    value: Value
    field: str = "messages"


class Entry(msgspec.Struct):
    changes: list[Change]


class Envelope(msgspec.Struct):
    object: str
    entry: list[Entry]


read_envelope = msgspec.json.Decoder(Envelope, strict=False)
read_message = msgspec.json.Decoder(Message, strict=False)
read_status = msgspec.json.Decoder(Status, strict=False)
read_contact = msgspec.json.Decoder(Contact, strict=False)
read_trouble = msgspec.json.Decoder(Trouble, strict=False)
