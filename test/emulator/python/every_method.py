"""Google's Python client (Debian: python3-googleapi) goes through every method of the People API on an emulator.

Usage: every_method.py URL, with {"refresh": credentials of an installed application, "service": a service account's key, "image": base64} as JSON
on stdin. It knows nothing of the emulator but its address: it builds itself from the discovery document that is served there.
Ends with 0 when every answer was as the documentation says.
"""

import json
import sys

import google_auth_httplib2
import httplib2
from google.auth.exceptions import RefreshError
from google.oauth2 import id_token, service_account
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

FIELDS = "names,phoneNumbers,biographies,memberships,metadata,photos"
URL = sys.argv[1]
GIVEN = json.load(sys.stdin)


def service_for(credentials, path="/$discovery/rest?version={apiVersion}"):
    http = google_auth_httplib2.AuthorizedHttp(credentials, http=httplib2.Http())
    return build("people", "v1", http=http, discoveryServiceUrl=URL + path, cache_discovery=False)


def refused(status, text, request):
    """Runs a request that has to be refused; the library's own error must carry the status and the words."""
    try:
        request.execute()
    except HttpError as error:
        assert error.resp.status == status, error
        assert text in error._get_reason(), error._get_reason()
        return
    raise AssertionError("not refused: " + request.uri)


def contacts(people):
    made = people.createContact(
        body={"names": [{"givenName": "Անի"}], "phoneNumbers": [{"value": "091 123456"}]}, personFields=FIELDS
    ).execute()
    name = made["resourceName"]
    assert made["phoneNumbers"][0]["canonicalForm"] == "+37491123456"
    assert people.get(resourceName=name, personFields=FIELDS).execute() == made
    body = {"etag": made["etag"], "biographies": [{"value": "first\nsecond"}]}
    change = dict(resourceName=name, updatePersonFields="biographies", body=body)
    changed = people.updateContact(**change).execute()
    assert changed["biographies"][0]["value"] == "first\nsecond" and changed["names"] == made["names"]
    refused(400, "person.etag is different", people.updateContact(**change))
    photo = people.updateContactPhoto(
        resourceName=name, body={"photoBytes": GIVEN["image"], "personFields": "photos"}
    ).execute()
    address = photo["person"]["photos"][0]["url"]
    assert httplib2.Http().request(address)[0]["content-type"] == "image/png"
    bare = people.deleteContactPhoto(resourceName=name, personFields="photos").execute()
    assert bare["person"]["photos"][0]["default"] is True
    found = people.searchContacts(query="ան", readMask="names").execute()
    assert found["results"][0]["person"]["resourceName"] == name
    assert people.deleteContact(resourceName=name).execute() == {}
    refused(404, "Requested entity was not found.", people.get(resourceName=name, personFields="names"))


def batches(people):
    bodies = [{"contactPerson": {"names": [{"givenName": "N%d" % n}]}} for n in range(5)]
    made = people.batchCreateContacts(body={"contacts": bodies, "readMask": "names"}).execute()["createdPeople"]
    names = [entry["requestedResourceName"] for entry in made]
    assert [entry["person"]["names"][0]["givenName"] for entry in made] == ["N0", "N1", "N2", "N3", "N4"]
    update = {
        "contacts": {e["person"]["resourceName"]: {"etag": e["person"]["etag"], "names": [{"givenName": "M"}]} for e in made},
        "updateMask": "names",
        "readMask": "names",
    }
    result = people.batchUpdateContacts(body=update).execute()["updateResult"]
    assert sorted(result) == sorted(names)
    read = people.getBatchGet(resourceNames=names, personFields="names").execute()["responses"]
    assert all(entry["person"]["names"][0]["givenName"] == "M" for entry in read)
    assert people.batchDeleteContacts(body={"resourceNames": names[3:]}).execute() == {}
    return names[:3]


def connections(people, names):
    def walk(**more):
        request = people.connections().list(
            resourceName="people/me", personFields=FIELDS, requestSyncToken=True, pageSize=2, **more
        )
        seen = []
        while request is not None:
            page = request.execute()
            seen += page.get("connections", [])
            request = people.connections().list_next(request, page)
        return seen, page["nextSyncToken"]

    everyone, token = walk()
    assert {person["resourceName"] for person in everyone} == set(names)
    people.deleteContact(resourceName=names[0]).execute()
    delta, token = walk(syncToken=token)
    assert [(person["resourceName"], person["metadata"].get("deleted")) for person in delta] == [(names[0], True)]
    assert walk(syncToken=token)[0] == []


def groups(api, members):
    made = api.contactGroups().create(body={"contactGroup": {"name": "Clients"}}).execute()
    name = made["resourceName"]
    body = {"contactGroup": {"name": "Hall", "etag": made["etag"]}}
    assert api.contactGroups().update(resourceName=name, body=body).execute()["name"] == "Hall"
    refused(409, "etag is outdated", api.contactGroups().update(resourceName=name, body=body))
    modify = api.contactGroups().members().modify
    answer = modify(resourceName=name, body={"resourceNamesToAdd": members + ["people/c7"]}).execute()
    assert answer == {"notFoundResourceNames": ["people/c7"]}
    shown = api.contactGroups().get(resourceName=name, maxMembers=10).execute()
    assert sorted(shown["memberResourceNames"]) == sorted(members) and shown["memberCount"] == len(members)
    assert modify(resourceName=name, body={"resourceNamesToRemove": members[:1]}).execute() == {}
    both = api.contactGroups().batchGet(resourceNames=[name, "contactGroups/myContacts"]).execute()["responses"]
    assert [entry["contactGroup"]["memberCount"] for entry in both] == [len(members) - 1, len(members)]
    seen, request = [], api.contactGroups().list(pageSize=4)
    while request is not None:
        page = request.execute()
        seen += page["contactGroups"]
        request = api.contactGroups().list_next(request, page)
    assert len(seen) == 9 and seen[-1]["name"] == "Hall"
    assert api.contactGroups().delete(resourceName=name).execute() == {}


def other_contacts(api):
    listed = api.otherContacts().list(readMask="names,emailAddresses").execute()["otherContacts"]
    name = listed[0]["resourceName"]
    found = api.otherContacts().search(query="olga", readMask="names").execute()["results"]
    assert found[0]["person"]["resourceName"] == name
    copy = api.otherContacts().copyOtherContactToMyContactsGroup(
        resourceName=name, body={"copyMask": "names,emailAddresses"}
    ).execute()
    assert copy["resourceName"].startswith("people/c") and copy["emailAddresses"][0]["value"] == "olga@example.com"


def directory(people):
    sources = "DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE"
    refused(400, "Must be a G Suite domain user", people.listDirectoryPeople(readMask="names", sources=sources))
    refused(
        400, "Must be a G Suite domain user", people.searchDirectoryPeople(readMask="names", sources=sources, query="x")
    )


def multipart(api):
    """Many requests in one POST /batch; the address of it is in the discovery document too."""
    answers = {}
    batch = api.new_batch_http_request(callback=lambda id, answer, error: answers.update({id: error or answer}))
    for n in range(3):
        batch.add(api.people().createContact(body={"names": [{"givenName": "Ц%d" % n}]}), request_id="make %d" % n)
    batch.add(api.people().get(resourceName="people/c7", personFields="names"), request_id="nobody")
    batch.execute()
    assert [answers["make %d" % n]["names"][0]["displayName"] for n in range(3)] == ["Ц0", "Ц1", "Ц2"]
    assert answers["nobody"].resp.status == 404


def sign_in():
    installed = Credentials(None, **GIVEN["refresh"])
    api = service_for(installed)
    assert installed.token, "the library refreshes before its first call"
    certificates = google_auth_httplib2.Request(httplib2.Http())
    claims = id_token.verify_token(GIVEN["id_token"], certificates, GIVEN["refresh"]["client_id"], URL + "/oauth2/v1/certs")
    assert claims["email"] == "office@example.com"
    me = api.people().get(resourceName="people/me", personFields="names,emailAddresses").execute()
    assert me["emailAddresses"][0]["value"] == "office@example.com"
    scope = ["https://www.googleapis.com/auth/contacts"]
    key = service_account.Credentials.from_service_account_info(GIVEN["service"], scopes=scope)
    boss = service_for(key.with_subject("boss@office.example"), "/discovery/v1/apis/{api}/{apiVersion}/rest")
    empty = boss.people().connections().list(resourceName="people/me", personFields="names").execute()
    assert empty == {}
    try:
        service_for(key.with_subject("somebody@gmail.com"))
    except RefreshError as error:
        assert "unauthorized_client" in str(error), error
    else:
        raise AssertionError("a stranger signed in")
    return api


api = sign_in()
contacts(api.people())
left = batches(api.people())
connections(api.people(), left)
groups(api, left[1:])
other_contacts(api)
directory(api.people())
multipart(api)
